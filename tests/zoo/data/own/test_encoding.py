"""Encoding of cells: fitted on the training part, and the same for new rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.zoo.tables_of import table
from zoo.data.own.choices import NOTHING
from zoo.data.own.encoding import CATEGORY, FORGIVING, encode
from zoo.data.own.roles import fit
from zoo.errors import DatasetError
from zoo.specs.column import COMMA, Column

if TYPE_CHECKING:
    from zoo.data.files.table.table import Table


SIZE, COLOUR = Column("size", median=3.0), Column("colour", categories=("blue", "red"))
HOLED = Column("colour", categories=("", "red"))


def test_columns_are_fitted_on_the_training_part_only() -> None:
    """Medians and categories are those of the training part; missing cells are counted in all parts."""
    whole = table(size=["1", "", "3", "999"], colour=["red", "", "ten", "9"], y=["a"] * 4)
    expected = (
        Column("size", median=2.0, missing=1),
        Column("colour", categories=("", "red", "ten"), missing=1),
    )
    assert fit(whole, "y", np.array([0, 1, 2]), NOTHING).columns == expected


def test_rows_are_encoded_by_column_names() -> None:
    """Columns may be in any order; a missing number becomes the median."""
    rows = table(colour=["red", "blue"], size=["", "1.5"])
    assert encode(rows, [SIZE, COLOUR]).x.tolist() == [[3, 0, 1], [1.5, 1, 0]]


def test_a_missing_value_is_a_category_if_training_had_missing_values() -> None:
    """Otherwise, it is an unknown category."""
    rows = table(colour=["", "red"])
    assert encode(rows, [HOLED]).x.tolist() == [[1, 0], [0, 1]]
    with pytest.raises(DatasetError) as refused:
        encode(rows, [COLOUR])
    assert (
        str(refused.value) == "t.csv has nothing in column colour, line 2, which is not in the training data"
    )


def test_an_unknown_category_is_encoded_as_zeros_if_allowed() -> None:
    """All inputs of an unknown category are 0."""
    assert encode(table(colour=["green", "red"]), [COLOUR], allowed=(CATEGORY,)).x.tolist() == [
        [0, 0],
        [0, 1],
    ]


def test_new_rows_may_omit_the_target() -> None:
    """They may have the target column or not."""
    without = encode(table(size=["1"]), [SIZE], others=("y",)).x
    assert without.tolist() == encode(table(size=["1"], y=["a"]), [SIZE], others=("y",)).x.tolist() == [[1]]


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
def test_rows_that_do_not_fit_the_training_data_are_refused(rows: Table, sentence: str) -> None:
    """The message has the column and the line."""
    with pytest.raises(DatasetError) as refused:
        encode(rows, [SIZE, COLOUR])
    assert str(refused.value) == sentence


def test_odd_rows_are_encoded_with_notes() -> None:
    """Unknown categories are zeros, other values are like missing ones, other columns are ignored."""
    rows = table(
        colour=["green", "", "red", "green"], size=["1", "many", "inf", ""], id=["1"] * 4, note=["x"] * 4
    )
    found = encode(rows, [SIZE, COLOUR], allowed=FORGIVING)
    assert found.x.tolist() == [[1, 0, 0], [3, 0, 0], [3, 0, 1], [3, 0, 0]]
    assert found.notes == (
        "columns id and note not in the training data: ignored",
        "2 values of size not a number: filled with the median (many, inf)",
        "2 values of colour not in the training data: all zeros (green)",
        "1 value missing in colour: all zeros",
    )
    assert found.filled == 1


def test_each_role_is_encoded_as_in_training() -> None:
    """Spelled numbers, ordered categories and dates; what is missing gets the median."""
    columns = [
        Column("price", median=2.0, spelling=COMMA, unit="€"),
        Column("size", median=1.0, categories=("S", "M", "L"), ordered=True),
        Column("day", median=19724.0, date_format="%d.%m.%Y", first="2024-01-01"),
    ]
    rows = table(price=["1.500,5 €", "", "3"], size=["L", "", "S"], day=["08.01.2024", "", "01.01.2024"])
    found = encode(rows, columns).x
    assert found.shape == (3, 7)
    assert found[:, :3].tolist() == [[1500.5, 2, 7], [2, 1, 1], [3, 0, 0]]


def test_a_mark_of_the_plan_is_missing_and_a_category_of_it_is_not() -> None:
    """`None` was a category when only `NA` was missing."""
    rows = table(a=["None", "x", "n.a."])
    column = Column("a", categories=("", "None", "x"))
    assert encode(rows, [column], marks=("n.a.",)).x.tolist() == [[0, 1, 0], [0, 0, 1], [1, 0, 0]]


def test_a_table_with_only_its_target_is_refused() -> None:
    """A table needs at least one input column."""
    with pytest.raises(
        DatasetError, match=r"^t.csv has no column besides y; wanted at least one input column$"
    ):
        fit(table(y=["a", "b"]), "y", np.arange(2), NOTHING)


@given(st.lists(st.sampled_from(["", "red", "blue", "3+"]), min_size=1, max_size=30))
def test_each_training_row_has_one_category(cells: list[str]) -> None:
    """Every row has a single 1, at the index of its category."""
    rows = table(a=[*cells, "red"], y=["b"] * (len(cells) + 1))
    (column,) = fit(rows, "y", np.arange(len(cells) + 1), NOTHING).columns
    encoded = encode(rows, [column], others=("y",)).x
    assert [column.categories[place] for place in encoded.argmax(axis=1)] == [*cells, "red"]
    assert encoded.sum(axis=1).tolist() == [1] * (len(cells) + 1)
