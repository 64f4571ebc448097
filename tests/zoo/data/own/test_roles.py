"""What a column is, by all of its values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.zoo.tables_of import table
from zoo.data.own.choices import Choices, choices_of
from zoo.data.own.roles import fit
from zoo.errors import DatasetError, SettingError, UsageError
from zoo.specs.column import COMMA, POINT, TRUTH, Column
from zoo.specs.data_options import DataOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

ROWS = 40


def fitted(cells: Sequence[str], **options: Any) -> Column:
    """The column `a` of a table with these cells, repeated, and a target `y`."""
    found = table(a=[cells[at % len(cells)] for at in range(ROWS)], y=["b"] * ROWS)
    choices = choices_of(DataOptions.of("y", **options), found.names, "t.csv")
    (column,) = fit(found, "y", np.arange(ROWS), choices).columns
    return column


def refused(cells: Sequence[str], **options: Any) -> str:
    """The message with which such a column is refused."""
    with pytest.raises(DatasetError) as error:
        fitted(cells, **options)
    return str(error.value)


FEW = ["1", "2", "3", "4", "5", "6", "7"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1", "2.5"], Column("a", median=1.75)),
        (["$1.50", "$2.50"], Column("a", median=2.0, spelling=POINT, unit="$")),
        (["1,5", "2,5"], Column("a", median=2.0, spelling=COMMA)),
        (["True", "False"], Column("a", median=0.5, spelling=TRUTH)),
        (["True", ""], Column("a", categories=("", "True"), missing=20)),
        (["x"], Column("a", categories=("x",), notes=("the same in all rows",))),
        (["red", "blue"], Column("a", categories=("blue", "red"))),
        (["1", "2", "3+"], Column("a", categories=("1", "2", "3+"))),
        (["0", "a", "b", "c"], Column("a", categories=("0", "a", "b", "c"))),
        (
            ["01234", "90210"],
            Column("a", categories=("01234", "90210"), notes=("numbers with leading zeros, read as codes",)),
        ),
        (["Yes", "yes", "No"], Column("a", median=1.0, spelling=TRUTH)),
        (["Red", "red"], Column("a", categories=("Red", "red"), notes=("differ only in case: Red, red",))),
        (["5"], Column("a", median=5.0, notes=("the same in all rows",))),
        (
            ["2024-01-01", "2024-01-03"],
            Column("a", median=19724.0, date_format="ISO 8601", first="2024-01-01"),
        ),
        (["1", "#N/A", "<NA>", "None", "2"], Column("a", median=1.5, missing=24)),
    ],
)
def test_the_role_of_a_column_follows_from_all_of_its_values(cells: list[str], expected: Column) -> None:
    """And not from the spelling of one cell."""
    assert fitted(cells) == expected


@pytest.mark.parametrize(
    ("cells", "options", "expected"),
    [
        (["1", "2"], {"category": "a"}, Column("a", categories=("1", "2"))),
        (["01", "02"], {"number": "a"}, Column("a", median=1.5)),
        (["yes", "no"], {"number": ["a"]}, Column("a", median=0.5, spelling=TRUTH)),
        (["1", "2", "n.a.", "3"], {"missing": "n.a."}, Column("a", median=2.0, missing=10)),
        (
            ["1", "-999"],
            {"missing": ("-999",)},
            Column("a", median=1.0, missing=20, notes=("the same in all rows",)),
        ),
        (["1", "-", "3", "."], {"missing": "-,."}, Column("a", median=2.0, missing=20)),
        (
            ["S", "M", "L", ""],
            {"ordinal": "a=S,M,L"},
            Column("a", median=1.0, categories=("S", "M", "L"), missing=10, ordered=True),
        ),
        (["10", "9"], {"ordinal": "a"}, Column("a", median=0.5, categories=("9", "10"), ordered=True)),
        (
            ["01/02/2024", "03/02/2024"],
            {"date": "a=%d/%m/%Y"},
            Column("a", median=19755.0, date_format="%d/%m/%Y", first="2024-02-01"),
        ),
        (
            ["20240101", "20240103"],
            {"date": "a"},
            Column("a", median=19724.0, date_format="%Y%m%d", first="2024-01-01"),
        ),
    ],
)
def test_a_user_can_say_what_a_column_is(cells: list[str], options: dict[str, Any], expected: Column) -> None:
    """By --category, --number, --missing, --ordinal and --date."""
    assert fitted(cells, **options) == expected


@pytest.mark.parametrize(
    ("cells", "options", "sentence"),
    [
        (
            [*FEW, "n.a."],
            {},
            "t.csv has 'n.a.' in column a, line 9; wanted a number; "
            "--missing n.a. reads it as missing, --category a all as categories",
        ),
        (
            [*(f"{at}.5" for at in range(13)), *(["#DIV/0!"] * 17)],
            {},
            "t.csv has '#DIV/0!' in column a, line 15; wanted a number; "
            "--missing '#DIV/0!' reads it as missing, --category a all as categories",
        ),
        (
            [*FEW, "-", "x y"],
            {},
            "t.csv has '-' and 'x y' in column a, lines 9 and 10; wanted numbers; "
            "--missing '-,x y' reads them as missing, --category a all as categories",
        ),
        (
            [*FEW, "a,b", "c"],
            {},
            "t.csv has 'a,b' and 'c' in column a, lines 9 and 10; wanted numbers; "
            "--missing a,b --missing c reads them as missing, --category a all as categories",
        ),
        (
            ["1", "red", "blue", "2"],
            {"number": "a"},
            "t.csv has 'red' and 'blue' in column a, lines 3 and 4; wanted numbers; "
            "--missing red,blue reads them as missing",
        ),
        (
            [f"name {at}" for at in range(ROWS)],
            {},
            "t.csv has a different text in each row of column a, such as 'name 0' in line 2; "
            "wanted at most 20 categories; --drop a leaves it out",
        ),
        (
            ["0.5", "x"],
            {"date": "a"},
            "t.csv has '0.5' in column a, line 2; wanted dates in one format; --date a=%d/%m/%Y sets their format, or "
            "leave out --date a",
        ),
        (
            ["1", "1e39"],
            {},
            "t.csv has 1e+39 in column a, line 3; wanted at most 3.4e+38, the limit of float32; --missing 1e39 reads "
            "it as missing",
        ),
        (
            [f"1e{at}" for at in range(35, 75)],
            {},
            "t.csv has 1e+39 in column a, line 6; wanted at most 3.4e+38, the limit of float32; --drop a leaves the "
            "column out",
        ),
        (
            ["1", "inf"],
            {},
            "t.csv has inf in column a, line 3; wanted finite numbers; --missing inf reads it as missing",
        ),
        (
            ["01/02/2024", "03/02/2024"],
            {},
            "t.csv has dates such as '01/02/2024' in column a, line 2; wanted to know which number is the day; "
            "--date a=%d/%m/%Y or --date a=%m/%d/%Y",
        ),
        (
            ["2024-01-01", "soon"],
            {"date": "a"},
            "t.csv has 'soon' in column a, line 3; wanted a date as ISO 8601; --missing soon reads it as missing",
        ),
        (
            [*(f"{day:02}.01.2024" for day in range(1, 29)), "soon"],
            {},
            "t.csv has 'soon' in column a, line 30; wanted dates as %d.%m.%Y; "
            "--missing soon reads it as missing, --category a all as categories",
        ),
        (
            ["S", "XL"],
            {"ordinal": "a=S,M,L"},
            "t.csv has 'XL' in column a, line 3; wanted only values in the order of --ordinal; add them to the order",
        ),
    ],
)
def test_what_stands_in_the_way_is_named_with_what_settles_it(
    cells: list[str], options: dict[str, Any], sentence: str
) -> None:
    """The cells, their lines and the option."""
    assert refused(cells, **options) == sentence


def test_all_columns_that_stand_in_the_way_are_in_one_message() -> None:
    """With one option that leaves all of them out."""
    names = [f"name {at}" for at in range(ROWS)]
    found = table(first=names, x=["1"] * ROWS, second=[*map(str, range(ROWS - 1)), "n.a."], y=["b"] * ROWS)
    with pytest.raises(DatasetError) as error:
        fit(found, "y", np.arange(ROWS), Choices({}, {}))
    assert error.value.sentence == (
        "t.csv has 2 columns that can't be used as they are; --drop first,second leaves them out"
    )
    assert [row[0] for row in error.value.details] == ["first", "second"]


def test_a_column_without_values_is_left_out() -> None:
    """It is named; a table with nothing else is refused."""
    found = table(a=[""] * ROWS, x=["1", "2"] * 20, y=["b"] * ROWS)
    assert fit(found, "y", np.arange(ROWS), Choices({}, {})).empty == ("a",)
    with pytest.raises(
        DatasetError, match=r"^t.csv has no column besides y with values; wanted at least one"
    ):
        fit(table(a=[""] * ROWS, y=["b"] * ROWS), "y", np.arange(ROWS), Choices({}, {}))


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        ([str(at) for at in range(100, 100 + ROWS)], "counts the rows; --drop a leaves it out"),
        (
            [str(at * 7 % 41) for at in range(ROWS)],
            "a different whole number in each row; --drop a leaves it out",
        ),
        ([f"202401{at % 28 + 1:02}" for at in range(ROWS)], "dates as numbers; --date a reads them as dates"),
        (
            [str(1_700_000_000 + 86_400 * at) for at in range(ROWS)],
            "may be seconds since 1970, from 2023-11-14 to 2023-12-23; --date a=unix reads them as dates",
        ),
        (["1"] * (ROWS - 1) + ["2"], None),
    ],
)
def test_numbers_that_are_no_quantities_get_a_note(cells: list[str], note: str | None) -> None:
    """Row numbers, identifiers, and dates."""
    assert fitted(cells).notes == ((note,) if note else ())


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            ["2024-01-31", "31/01/2024", "2024-02-01"],
            "t.csv has dates in 2 formats: '2024-01-31' and '31/01/2024' in column a, lines 2 and 3; wanted dates in "
            "one format; --date 'a=ISO 8601|%d/%m/%Y' reads them all; write them in one format in the file, or "
            "--drop a leaves the column out",
        ),
        (
            ["31/01/2024", "01/31/2024", "30/01/2024"],
            "t.csv has dates in 2 formats: '31/01/2024' and '01/31/2024' in column a, lines 2 and 3; wanted dates in "
            "one format; write them in one format in the file, or --drop a leaves the column out",
        ),
    ],
)
def test_dates_in_several_formats_are_refused_with_the_option_that_reads_them(
    cells: list[str], sentence: str
) -> None:
    """None does if days and months change places, as 01/02/2024 would be read by chance."""
    assert refused(cells) == sentence


def test_the_option_reads_dates_in_several_formats() -> None:
    """The plan has them all, for new rows."""
    cells = ["2024-01-31", "31/01/2024", "2024-02-01"]
    assert fitted(cells, date="a=ISO 8601|%d/%m/%Y").date_format == "ISO 8601|%d/%m/%Y"


@pytest.mark.parametrize(
    ("options", "error", "sentence"),
    [
        ({"drop": "b"}, SettingError, "drop=b is not a column of t.csv; wanted one of a, y"),
        ({"drop": "y"}, SettingError, "drop=y is the target; wanted another column"),
        ({"drop": "a", "number": "a"}, UsageError, "--drop and --number both name a; wanted one of them"),
        ({"drop": 3}, SettingError, "drop=3 is not a list of texts; wanted names of columns"),
    ],
)
def test_a_wrong_name_is_a_usage_error(
    options: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    """It is looked up among the columns."""
    with pytest.raises(error) as caught:
        fitted(["1"], **options)
    assert str(caught.value) == sentence


def test_a_column_may_have_commas_and_equals_signs_in_its_name() -> None:
    """A whole name is looked for first."""
    found = choices_of(
        DataOptions.of("y", drop=["a,b", "c,d"], date="e=f"), ["a,b", "c", "d", "e=f", "y"], "t"
    )
    assert found.roles == {"a,b": "drop", "c": "drop", "d": "drop", "e=f": "date"}
