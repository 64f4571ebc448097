"""split: the training, validation and test parts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoo.data.split import split
from zoo.specs.splitting import Splitting


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


def test_given_parts_are_kept() -> None:
    """The validation part comes before the test part; what is missing is split off the first examples."""
    parts = split(100, 10, 20)
    assert [part.tolist() for part in parts[1:]] == [list(range(70, 90)), list(range(90, 100))]
    parts = split(100, 0, 20)
    assert (parts.validation.tolist(), len(parts.test)) == (list(range(80, 100)), 16)


@given(st.lists(st.integers(0, 5), min_size=5, max_size=200))
def test_a_stratified_split_has_each_class_in_its_share(classes: list[int]) -> None:
    """The parts have the sizes of the random split, no part is empty, and a class is trained on first."""
    keys = np.array(classes)
    parts = split(len(keys), 0, 0, Splitting("stratified"), keys)
    assert list(map(len, parts)) == list(map(len, split(len(keys), 0)))
    assert sorted(np.concatenate(parts).tolist()) == list(range(len(keys)))
    if len(set(classes)) <= len(classes) // 4:
        assert set(keys[parts.training].tolist()) == set(classes)
    for each in set(classes):
        ideal = classes.count(each) * len(parts.test) / len(classes)
        if min(map(classes.count, classes)) > 2:
            assert abs((keys[parts.test] == each).sum() - ideal) < 1


def test_a_split_without_two_examples_of_a_class_is_not_empty() -> None:
    """If each class has a single example, some classes are not trained on."""
    parts = split(10, 0, 0, Splitting("stratified"), np.arange(10))
    assert list(map(len, parts)) == [6, 2, 2]


@given(st.lists(st.integers(0, 9), min_size=5, max_size=200))
def test_a_group_is_in_one_part(groups: list[int]) -> None:
    """Whole groups are split off; three groups are enough for three parts."""
    keys = np.array(groups)
    parts = split(len(keys), 0, 0, Splitting("group", column="g"), keys)
    of_parts = [set(keys[part].tolist()) for part in parts]
    assert sum(map(len, of_parts)) == len(set(groups))
    if len(set(groups)) >= 3:
        assert all(of_parts)


def test_the_latest_examples_are_tested_on() -> None:
    """Those before them are for validation."""
    times = np.random.RandomState(0).permutation(100)
    parts = split(100, 0, 0, Splitting("time", column="t"), times)
    assert [sorted(times[part].tolist()) for part in parts] == [
        list(range(64)),
        list(range(64, 80)),
        list(range(80, 100)),
    ]
