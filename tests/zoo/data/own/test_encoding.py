"""Encoding of cells: fitted on the training part, and the same for new rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoo.data.files.csv_file import TextTable
from zoo.data.own.encoding import encode, fit
from zoo.errors import DatasetError
from zoo.specs.data_file import Column

if TYPE_CHECKING:
    from collections.abc import Sequence


def table(**columns: Sequence[str]) -> TextTable:
    """A table with these columns, whose rows begin in line 2."""
    rows = len(next(iter(columns.values())))
    return TextTable(
        "t.csv", {name: list(cells) for name, cells in columns.items()}, list(range(2, 2 + rows))
    )


SIZE, COLOUR = Column("size", median=3.0), Column("colour", categories=("blue", "red"))
HOLED = Column("colour", categories=("", "red"))


def test_columns_are_fitted_on_the_training_part_only() -> None:
    """Medians and categories are those of the training part; missing cells are counted in all parts."""
    whole = table(size=["1", "", "3", "999"], colour=["red", "", "10", "9"], y=["a"] * 4)
    expected = (
        Column("size", median=2.0, missing=1),
        Column("colour", categories=("", "10", "red"), missing=1),
    )
    assert fit(whole, "y", np.array([0, 1, 2])) == expected


def test_rows_are_encoded_by_column_names() -> None:
    """Columns may be in any order; a missing number becomes the median."""
    rows = table(colour=["red", "blue"], size=["", "1.5"])
    assert encode(rows, [SIZE, COLOUR]).tolist() == [[3, 0, 1], [1.5, 1, 0]]


def test_a_missing_value_is_a_category_if_training_had_missing_values() -> None:
    """Otherwise, it is an unknown category."""
    rows = table(colour=["", "red"])
    assert encode(rows, [HOLED]).tolist() == [[1, 0], [0, 1]]
    with pytest.raises(DatasetError) as refused:
        encode(rows, [COLOUR])
    assert (
        str(refused.value) == "t.csv has nothing in column colour, line 2, which is not in the training data"
    )


def test_an_unknown_category_is_encoded_as_zeros_if_allowed() -> None:
    """All inputs of an unknown category are 0."""
    assert encode(table(colour=["green", "red"]), [COLOUR], unknown=True).tolist() == [[0, 0], [0, 1]]


def test_new_rows_may_omit_the_target() -> None:
    """They may have the target column or not."""
    without = encode(table(size=["1"]), [SIZE], target="y")
    assert without.tolist() == encode(table(size=["1"], y=["a"]), [SIZE], target="y").tolist() == [[1]]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            table(size=["1", "many"], colour=["red", "red"]),
            "t.csv has 'many' in column size, line 3; wanted a number",
        ),
        (
            table(size=["1_0"], colour=["red"]),
            "t.csv has '1_0' in column size, line 2; wanted a number",
        ),
        (
            table(size=["-inf"], colour=["red"]),
            "t.csv has -inf in column size, line 2; wanted finite numbers",
        ),
        (
            table(size=["1"], colour=["rde"]),
            "t.csv has 'rde' in column colour, line 2, which is not in the training data; did you mean red?",
        ),
        (table(size=["1"]), "t.csv has no column colour, which the training data has"),
        (
            table(size=["1"], color=["red"]),
            "t.csv has no column colour, which the training data has; did you mean color?",
        ),
        (
            table(size=["1"], colour=["red"], weight=["2"]),
            "t.csv has a column weight, which is not in the training data",
        ),
    ],
)
def test_rows_that_do_not_fit_the_training_data_are_refused(rows: TextTable, sentence: str) -> None:
    """The message has the column and the line."""
    with pytest.raises(DatasetError) as refused:
        encode(rows, [SIZE, COLOUR])
    assert str(refused.value) == sentence


NAMES = [f"name {row}" for row in range(40)]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            NAMES,
            "t.csv has 40 different texts in column a; wanted at most 20 categories; remove the column or reduce them",
        ),
        (
            [*map(str, range(39)), "many"],
            "t.csv has 'many' in column a, line 41; wanted a number",
        ),
        ([""] * 40, "t.csv has no value in column a of the training part; add values, or remove the column"),
        (["1", "inf"] * 20, "t.csv has inf in column a, line 3; wanted finite numbers"),
    ],
)
def test_a_column_without_usable_values_is_refused(cells: list[str], sentence: str) -> None:
    """Such as names of customers, or a typo in a column of numbers."""
    with pytest.raises(DatasetError) as refused:
        fit(table(a=cells, y=["b"] * 40), "y", np.arange(40))
    assert str(refused.value) == sentence


def test_a_table_with_only_its_target_is_refused() -> None:
    """A table needs at least one input column."""
    with pytest.raises(
        DatasetError, match=r"^t.csv has no column besides y; wanted at least one input column$"
    ):
        fit(table(y=["a", "b"]), "y", np.arange(2))


@given(st.lists(st.sampled_from(["", "red", "blue", "3+"]), min_size=1, max_size=30))
def test_each_training_row_has_one_category(cells: list[str]) -> None:
    """Every row has a single 1, at the index of its category."""
    rows = table(a=[*cells, "red"], y=["b"] * (len(cells) + 1))
    (column,) = fit(rows, "y", np.arange(len(cells) + 1))
    encoded = encode(rows, [column], target="y")
    assert [column.categories[place] for place in encoded.argmax(axis=1)] == [*cells, "red"]
    assert encoded.sum(axis=1).tolist() == [1] * (len(cells) + 1)
