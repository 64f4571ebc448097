"""Weights of your own examples: a column of a table, or an array beside x and y."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.zoo import own
from zoo.data.own import load, understand
from zoo.errors import DatasetError, UsageError
from zoo.specs.data_options import DataOptions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

X, Y, W = np.arange(40.0).reshape(20, 2), np.arange(20) % 2, np.arange(20) % 3


def table(path: Path, weights: Sequence[object] = tuple(W)) -> Path:
    """Rows with a weight each."""
    rows = [[x, y, w] for x, y, w in zip(X[:, 0], Y, weights, strict=True)]
    return own.write_table(path, ["x", "y", "w"], rows)


def test_the_column_of_the_weights_is_no_input(tmp_path: Path) -> None:
    """It is in the plan, by its name."""
    file = understand(table(tmp_path / "t.csv"), DataOptions.of("y", weight="w"))
    loaded = load(file)
    assert ([each.name for each in file.columns], file.weight, file.dropped) == (["x"], "w", ())
    assert "weights: w" in file.understood()
    assert loaded.train.weights is not None
    assert loaded.train.weights.tolist() == W.tolist()


def test_rows_without_a_target_need_no_weight(tmp_path: Path) -> None:
    """They are left out; the lines of others stay those of the file."""
    rows = [[1, 0, 1], [2, "", ""], *([at, at % 2, 2] for at in range(10))]
    path = own.write_table(tmp_path / "t.csv", ["x", "y", "w"], rows)
    loaded = load(understand(path, DataOptions.of("y", weight="w")))
    assert loaded.train.weights is not None
    assert loaded.train.weights.tolist() == [1, *([2] * 10)]


def test_another_table_may_have_no_weights(tmp_path: Path) -> None:
    """Then all its rows count the same."""
    file = understand(table(tmp_path / "t.csv"), DataOptions.of("y", weight="w"))
    rows = [[x, y] for x, y in zip(X[:, 0], Y, strict=True)]
    own.write_table(tmp_path / "t.csv", ["x", "y"], rows)
    assert load(file).train.weights is None


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (
            [1, "-2", "", "inf", "heavy", *[1] * 15],
            "weight w of t.csv has '-2' in line 3, nothing in line 4, 'inf' in line 5 and 'heavy' in line 6; "
            "wanted weights of 0 or more",
        ),
        (["n/a"] * 20, "weight w of t.csv has 'n/a' in line 2, 'n/a' in line 3"),
        ([0] * 20, "all 12 weights of the training part of t.csv are 0; wanted at least one above 0"),
    ],
)
def test_weights_that_are_not_valid_are_refused(
    tmp_path: Path, weights: Sequence[object], message: str
) -> None:
    """The message has the cells and their lines."""
    with pytest.raises(DatasetError, match=re.escape(message)):
        understand(table(tmp_path / "t.csv", weights), DataOptions.of("y", weight="w"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"weight": "W"}, "weight=W is not a column of t.csv; did you mean w?"),
        ({"weight": "y"}, "weight=y is the target; wanted another column"),
        ({"weight": "w", "number": "w"}, "--weight and --number both name w; wanted one of them"),
        ({"weight": 5}, "weight=5 is not text"),
    ],
)
def test_columns_that_cannot_be_weights_are_refused(
    tmp_path: Path, options: dict[str, Any], message: str
) -> None:
    """A column that is missing, the target, or an input."""
    with pytest.raises(UsageError, match=re.escape(message)):
        understand(table(tmp_path / "t.csv"), DataOptions.of("y", **options))


@pytest.mark.parametrize(
    "names",
    [("sample_weight", "w_val", "test_weights"), ("w_train", "sample_weight_val", "weights_test")],
)
def test_arrays_of_weights_belong_to_the_parts_by_their_names(tmp_path: Path, names: tuple[str, ...]) -> None:
    """In every part of an .npz file."""
    x_names, y_names = ("x", "x_val", "x_test"), ("y", "y_val", "y_test")
    arrays = {
        **dict.fromkeys(x_names, X),
        **dict.fromkeys(y_names, Y),
        **{name: W[:, None] + at for at, name in enumerate(names)},
    }
    np.savez(tmp_path / "t.npz", **arrays)
    file = understand(tmp_path / "t.npz")
    loaded = load(file)
    parts = (loaded.train, loaded.validation, loaded.test)
    assert [each.weights.tolist() for each in parts] == [(W + at).tolist() for at in range(3)]  # type: ignore[union-attr]
    assert (file.weight, file.notes) == (names[0], ())


def test_a_plan_from_before_weights_were_read_has_none(tmp_path: Path) -> None:
    """The digest of its data stays."""
    from dataclasses import replace

    np.savez(tmp_path / "t.npz", x=X, y=Y, weights=W)
    file = replace(understand(tmp_path / "t.npz"), weight="")
    assert load(file).train.weights is None


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (W - 1.0, "w of t.npz has -1 in row 0, -1 in row 3"),
        (W[1:], "w of t.npz has the shape (19,); wanted (20,), a weight for each example"),
        (W.astype(str), "w of t.npz has <U21; wanted numbers, the weights of the examples"),
        (W * 0, "all 12 weights of the training part of t.npz are 0"),
    ],
)
def test_arrays_of_weights_that_are_not_valid_are_refused(
    tmp_path: Path, weights: np.ndarray, message: str
) -> None:
    """The message has the array and the rows."""
    np.savez(tmp_path / "t.npz", x=X, y=Y, w=weights)
    with pytest.raises(DatasetError, match=re.escape(message)):
        understand(tmp_path / "t.npz")
