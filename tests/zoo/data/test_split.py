"""split: the training, validation and test parts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoo.data.split import split


@given(st.integers(5, 300), st.integers(0, 50))
def test_every_example_has_one_part(examples: int, given_test: int) -> None:
    """Each example is in exactly one part, and no part is empty."""
    parts = split(examples + given_test, given_test)
    together = np.sort(np.concatenate(parts))
    assert (list(together), min(map(len, parts)) > 0) == (list(range(examples + given_test)), True)


@given(st.integers(5, 300), st.integers(1, 50))
def test_given_test_part_is_kept(examples: int, given_test: int) -> None:
    """The dataset's own test part is kept, in its order."""
    expected = list(range(examples, examples + given_test))
    assert expected == list(split(examples + given_test, given_test).test)


@pytest.mark.parametrize("examples", [5, 6, 11, 150, 1_797, 60_000])
def test_split_equals_train_test_split(examples: int) -> None:
    """The parts are those of scikit-learn's train_test_split, in the same order."""
    from sklearn.model_selection import train_test_split

    training, validation = train_test_split(np.arange(examples), test_size=0.2, random_state=42)
    parts = split(examples + 1, 1)
    assert (training.tolist(), validation.tolist()) == (parts.training.tolist(), parts.validation.tolist())


def test_without_test_part_gives_64_16_20() -> None:
    """A dataset without a test part is divided 64 : 16 : 20, the test part first."""
    from sklearn.model_selection import train_test_split

    rest, test = train_test_split(np.arange(1_000), test_size=0.2, random_state=42)
    training, validation = train_test_split(rest, test_size=0.2, random_state=42)
    expected = [training.tolist(), validation.tolist(), test.tolist()]
    assert expected == [part.tolist() for part in split(1_000, 0)]
