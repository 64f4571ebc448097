"""Tables with lines that are no rows, and columns whose cells have no common scale or a misleading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zoo.data.own import understand
from zoo.errors import DatasetError
from zoo.specs.data_options import DataOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


def table(path: Path, above: str, row: Callable[[int], str], below: str = "") -> Path:
    """A table of sixty rows, with other lines above and below them."""
    path.write_text(above + "".join(f"{row(at)}\n" for at in range(60)) + below, encoding="utf-8")
    return path


def plain(at: int) -> str:
    """Two numbers and one of two classes."""
    return f"{at % 7},{at % 5},{'ab'[at % 2]}"


@pytest.mark.parametrize(
    ("above", "note"),
    [
        ("# from R, by me\n# 2024\nx,z,y\n", "2 lines above the header left out ('# from R, by me', …)"),
        ("Report 2023\n\nx,z,y\n", "1 line above the header left out ('Report 2023')"),
        ("Report,,\n,,\nx,z,y\n", "2 lines above the header left out ('Report,,', …)"),
    ],
)
def test_comments_and_titles_above_the_header_are_left_out(tmp_path: Path, above: str, note: str) -> None:
    """With a note; lines are counted from the top of the file."""
    file = understand(table(tmp_path / "t.csv", above, plain), DataOptions("y"))
    assert (file.examples, [each.name for each in file.columns], note in file.notes) == (60, ["x", "z"], True)
    with pytest.raises(DatasetError, match=r"'\?\?\?' in column x, line 64"):
        understand(table(tmp_path / "t.csv", above, plain, "???,1,a\n"), DataOptions("y"))


def test_a_repeated_header_is_named_in_a_table_of_text(tmp_path: Path) -> None:
    """It would be a category and a class."""
    path = table(
        tmp_path / "t.csv", "c,y\n", lambda at: "c,y" if at == 40 else f"{'uv'[at % 2]},{'ab'[at % 2]}"
    )
    with pytest.raises(DatasetError, match=r"^t.csv repeats its header in line 42; remove that line$"):
        understand(path, DataOptions("y"))


@pytest.mark.parametrize(
    ("cell", "median"),
    [("{}.5-", -3.0), ("$({}.50)", -3.0), ('"{},5E+01"', 30.0)],
)
def test_numbers_of_accounts_are_numbers(tmp_path: Path, cell: str, median: float) -> None:
    """A minus after the number, a currency before brackets, a power."""
    path = table(tmp_path / "t.csv", "x,y\n", lambda at: f"{cell.format(at % 7)},{'ab'[at % 2]}")
    assert [(each.role, each.median) for each in understand(path, DataOptions("y")).columns] == [
        ("number", median)
    ]


def test_a_number_that_stands_apart_is_noted(tmp_path: Path) -> None:
    """It may stand for a missing value."""
    path = table(tmp_path / "t.csv", "x,y\n", lambda at: f"{-999 if at % 9 == 0 else at % 50},{'ab'[at % 2]}")
    (column,) = understand(path, DataOptions("y")).columns
    assert column.notes == ("-999 in 7 rows stands apart; --missing -999 reads it as missing",)


def test_a_header_may_begin_with_a_hash(tmp_path: Path) -> None:
    """It has as many cells as the rows."""
    file = understand(table(tmp_path / "t.csv", "#x,z,y\n", plain), DataOptions("y"))
    assert [each.name for each in file.columns] == ["#x", "z"]


@pytest.mark.parametrize(
    ("above", "below", "sentence"),
    [
        (
            "x,z,y\ns,m/s,-\n",
            "",
            "has text in line 2, where all others have numbers; remove that line, if there ",
        ),
        ("x,z,y\n", "x,z,y\nx,z,y\n", "repeats its header in lines 62 and 63; remove them"),
        (
            "x,z,y\n",
            "Total,all,b\n",
            "has text in line 62, where all others have numbers; remove that line, if ",
        ),
    ],
)
def test_a_line_that_is_no_row_is_named(tmp_path: Path, above: str, below: str, sentence: str) -> None:
    """Rather than each of its cells."""
    with pytest.raises(DatasetError) as refused:
        understand(table(tmp_path / "t.csv", above, plain, below), DataOptions("y"))
    assert str(refused.value).startswith(f"t.csv {sentence}")


def test_columns_in_which_all_cells_differ_are_no_copies(tmp_path: Path) -> None:
    """Their values are compared, not the places of the values."""
    path = table(tmp_path / "t.csv", "d,x,y\n", lambda at: f"{1960 + at}-01-05,${at * 3}.50,{'ab'[at % 2]}")
    file = understand(path, DataOptions("y"))
    assert [(each.role, each.notes) for each in file.columns] == [("date", ()), ("number", ())]


def test_numbers_in_several_units_are_refused(tmp_path: Path) -> None:
    """They have no common scale."""
    path = table(
        tmp_path / "t.csv", "w,y\n", lambda at: f"{at % 9 + 1}.5 {('kg', 'g')[at % 2]},{'ab'[at % 2]}"
    )
    with pytest.raises(DatasetError) as refused:
        understand(path, DataOptions("y"))
    assert str(refused.value) == (
        "t.csv has '1.5 kg' and '2.5 g' in column w, lines 2 and 3; wanted numbers in one unit; "
        "convert them to one unit in the file, --category w all as categories, --drop w leaves the column out"
    )
    file = understand(path, DataOptions.of("y", category="w"))
    assert file.columns[0].role == "category"


@pytest.mark.parametrize(
    "values", [("6 months", "1 year", "2 years"), [f"{at}th" for at in range(4, 20)] + ["1st"]]
)
def test_ordinals_and_a_few_amounts_are_categories(tmp_path: Path, values: Sequence[str]) -> None:
    """As the classes of a ship, and terms of a loan."""
    path = table(tmp_path / "t.csv", "x,y\n", lambda at: f"{values[at % len(values)]},{'ab'[at % 2]}")
    (column,) = understand(path, DataOptions("y")).columns
    assert (column.role, set(column.categories) - set(values)) == ("category", set())


def test_times_in_utc_are_dates(tmp_path: Path) -> None:
    """The zone may be named."""
    path = table(
        tmp_path / "t.csv",
        "d,y\n",
        lambda at: f"2024-01-{at % 28 + 1:02} {at % 24:02}:30:00.5 UTC,{'ab'[at % 2]}",
    )
    assert understand(path, DataOptions("y")).columns[0].role == "date"


def test_words_for_true_and_false_are_noted(tmp_path: Path) -> None:
    """As classes, they would be different ones."""
    path = table(tmp_path / "t.csv", "x,y\n", lambda at: f"{at % 7},{('0', '1', 'yes', 'no')[at % 4]}")
    assert "may mean the same: 0, no; 1, yes" in understand(path, DataOptions("y")).notes
