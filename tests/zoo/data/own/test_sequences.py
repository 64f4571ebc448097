"""Sequences in arrays: (examples, time, features), standardized for each feature."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import zoo
from zoo.data.own import understand
from zoo.data.own.arrays import scaling_of
from zoo.data.prepare import prepare_data
from zoo.errors import SettingError
from zoo.specs.data_options import DataOptions
from zoo.specs.dataset import DatasetSpec
from zoo.specs.named import Named

if TYPE_CHECKING:
    from pathlib import Path

X = np.random.default_rng(0).normal((5, -300), (1, 40), (60, 7, 2)).astype(np.float32)
Y = np.arange(60) % 2


@pytest.fixture
def walks(tmp_path: Path) -> Path:
    """Sequences of 7 steps with 2 features."""
    np.savez(tmp_path / "walks.npz", x=X, y=Y)
    return tmp_path / "walks.npz"


@pytest.mark.parametrize(
    ("shape", "dtype", "array", "expected"),
    [
        ((9, 7, 2), "f4", None, "features"),
        ((9, 7, 2), "i8", None, "features"),
        ((9, 7, 2), "u1", None, "rescale"),
        ((9, 7, 7), "f4", None, "rescale"),
        ((9, 7, 7), "f4", "sequences", "features"),
        ((9, 7, 2), "f4", "images", "rescale"),
        ((9, 7), "f4", None, "standardize"),
        ((9, 7, 2, 3), "f4", None, "rescale"),
    ],
)
def test_what_arrays_have_follows_from_their_axes(
    shape: tuple[int, ...], dtype: str, array: str | None, expected: str
) -> None:
    """Three axes are sequences, unless they are bytes or square; --array says it, too."""
    assert scaling_of(np.zeros(shape, dtype), DataOptions(array=array)) == expected


def test_each_feature_is_standardized_by_the_training_part(walks: Path) -> None:
    """Over all steps; the same for a file and in memory."""
    file = understand(walks)
    assert (file.unit, file.scaling, file.input_shape, file.factor) == ("sequences", "features", (7, 2), 1.0)
    assert file.understood()[1:3] == [
        "sequences of 7 steps with 2 features, standardized",
        "3 axes are read as sequences; --array images reads them as images",
    ]
    facts, data = prepare_data(Named("walks", DatasetSpec.of_file(file)))
    trained = X[data.parts.training].reshape(-1, 2).astype(np.float64)
    assert (facts.scaling.mean, facts.scaling.scale) == (
        tuple(trained.mean(axis=0).tolist()),
        tuple(trained.std(axis=0).tolist()),
    )
    standardized = (X - np.array(facts.scaling.mean)) / np.array(facts.scaling.scale)
    assert np.array_equal(data.x, standardized.astype(np.float32))
    held = zoo.load_dataset((X, Y), array="sequences")
    assert held.spec.scaling == "features"


def test_sequences_have_three_axes() -> None:
    """The option is refused for rows, and for tables."""
    with pytest.raises(SettingError) as refused:
        zoo.load_dataset((X[:, :, 0], Y), array="sequences")
    assert str(refused.value) == "array=sequences is for the axes (examples, time, features); x has 2 axes"
