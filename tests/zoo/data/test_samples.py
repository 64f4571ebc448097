"""Samples of a dataset, and the statistics of its splits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.zoo.samples import dataset, loads, rows
from tests.zoo.tables_of import table
from zoo import DatasetSpec, Loaded, Split, Task
from zoo.data.load import unscaled
from zoo.data.own import encoding, understand
from zoo.data.own.decoding import decoded
from zoo.data.samples import balanced, samples_of
from zoo.data.statistics import statistics_of
from zoo.specs.data_options import DataOptions
from zoo.specs.named import Named

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("many", "expected"),
    [(1, [2]), (3, [2, 0, 6]), (5, [2, 4, 0, 1, 6]), (100, [2, 4, 0, 1, 3, 5, 6])],
)
def test_samples_are_balanced_over_the_classes(many: int, expected: list[int]) -> None:
    """The first ones of each class, ordered by class; a rare class has fewer."""
    numbers = np.array([5, 5, 0, 5, 0, 5, 9])
    assert balanced(numbers, many).tolist() == expected


def test_samples_of_images_are_bytes() -> None:
    """They are from the training split, each with its class."""
    x, y = np.arange(20 * 4, dtype=np.float64).reshape(20, 2, 2), np.arange(20) % 2
    spec = DatasetSpec(
        "Images",
        Task("classification", 2),
        (2, 2),
        lambda: Loaded(Split(x, y), None, "here"),
        scaling="rescale",
        factor=1 / 79,
        classes=("cat", "dog"),
    )
    loaded = unscaled(Named("images", spec))
    samples = samples_of(loaded, 4)
    assert samples.labels == ("cat", "cat", "dog", "dog")
    assert samples.images is not None
    shown = loaded.training.x[list(samples.positions)]
    white = loaded.training.x.max() if loaded.training.x.max() / 79 > 1 else 79
    np.testing.assert_array_equal(samples.images, np.rint(shown * 255 / white).astype(np.uint8))
    assert samples.to_json()["samples"][2] == {"example": samples.positions[2], "class": "dog"}


def test_samples_of_a_regression_have_their_targets() -> None:
    """The first ones in the training split."""
    spec = dataset(loads(Split(rows(20).x, np.arange(40.0).reshape(20, 2))), Task("regression", 2))
    loaded = unscaled(Named("rows", spec))
    assert samples_of(loaded, 2).to_json()["samples"] == [
        {
            "example": at,
            "targets": loaded.training.y[at].tolist(),
            "values": dict(zip("012", loaded.training.x[at].tolist(), strict=True)),
        }
        for at in range(2)
    ]


def test_rows_of_a_table_are_decoded(tmp_path: Path) -> None:
    """Each cell is that of the file, but for missing numbers, which are the median."""
    path = tmp_path / "t.csv"
    lines = [
        f"{at % 7}.5,{'ab'[at % 2]},{'SML'[at % 3]},{at % 27 + 1:02}.03.2024,yes,{at % 2}" for at in range(40)
    ]
    path.write_text("n,c,o,d,b,y\n" + "\n".join([*lines, ",,S,05.03.2024,no,1"] * 2))
    options = DataOptions(target="y", ordinal=("o=S,M,L",))
    file = understand(path, options)
    with_gaps = table(
        n=["2.5", ""], c=["b", ""], o=["L", "S"], d=["09.03.2024", "05.03.2024"], b=["yes", "no"]
    )
    x = encoding.encode(with_gaps, file.columns, allowed=(encoding.CATEGORY,)).x
    median = file.columns[0].median
    assert [decoded(file.columns, row) for row in x] == [
        (2.5, "b", "L", "2024-03-09", "true"),
        (median, None, "S", "2024-03-05", "false"),
    ]


def test_statistics_of_each_split() -> None:
    """Shape, type and range of the values, and the number of examples of each class."""
    one_hot = Split(rows(20).x.astype(np.float32), np.eye(4)[np.arange(20) % 4])
    spec = dataset(loads(one_hot), Task("classification", 4, "one-hot"))
    loaded = unscaled(Named("rows", spec))
    found = {each.name: each.to_json() for each in statistics_of(loaded)}
    assert found["test"] == {
        "examples": 4,
        "shape": [4, 3],
        "dtype": "float32",
        "values": [float(loaded.test.x.min()), float(loaded.test.x.max())],
        "classes": dict(zip("0123", loaded.test.y.sum(axis=0).astype(int).tolist(), strict=True)),
    }
    assert list(found) == ["training", "validation", "test"]
