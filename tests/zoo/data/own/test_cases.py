"""Tables as people keep them: each is understood rightly, or refused with what settles it."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

import pytest

from zoo.data.own import understand
from zoo.errors import DatasetError, UsageError
from zoo.specs.data_options import DataOptions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoo.specs.data_file import DataFile


def lines(header: str, row: Callable[[int], str], many: int = 60) -> str:
    """A table with this header and so many rows."""
    return "\n".join([header, *(row(at) for at in range(many))]) + "\n"


def ab(at: int) -> str:
    """One of two classes."""
    return "ab"[at % 2]


def written(folder: Path, text: str | bytes, name: str = "t.csv") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def roles(file: DataFile) -> dict[str, str]:
    """The role of each column."""
    return {column.name: column.role for column in file.columns}


ENGLISH = lines("x,y", lambda at: f"{at * 7 % 5},{ab(at)}")


@pytest.mark.parametrize(
    ("text", "target", "task", "expected"),
    [
        (lines("x,y", lambda at: f"{at % 7},{at % 2}.0"), "y", "2 classes", {"x": "number"}),
        (lines("x,y", lambda at: f"{at % 7},${at % 8}.50"), "y", "1 target", {"x": "number"}),
        (lines("n,y", lambda at: f'"{at % 5 + 1},200",{ab(at)}'), "y", "2 classes", {"n": "number"}),
        (lines("n;y", lambda at: f"{at % 5},5;{ab(at)}"), "y", "2 classes", {"n": "number"}),
        (lines("n,y", lambda at: f"${at % 5}.50,{ab(at)}"), "y", "2 classes", {"n": "number"}),
        (lines("n,y", lambda at: f"({at % 5 + 1}),{ab(at)}"), "y", "2 classes", {"n": "number"}),
        (
            lines("d,y", lambda at: f"2024-{at % 12 + 1:02}-{at % 28 + 1:02},{ab(at)}"),
            "y",
            "2 classes",
            {"d": "date"},
        ),
        (
            lines("zip,x,y", lambda at: f"0{at % 4}234,{at % 7},{ab(at)}"),
            "y",
            "2 classes",
            {"zip": "category", "x": "number"},
        ),
        (lines("k,x,y", lambda at: f",{at % 7},{ab(at)}"), "y", "2 classes", {"x": "number"}),
        (
            lines("x,x,y", lambda at: f"{at % 7},{at % 5},{ab(at)}"),
            "y",
            "2 classes",
            {"x": "number", "x.1": "number"},
        ),
        (
            lines("a   b  y", lambda at: f" {at % 7}    {at % 5}  {ab(at)} "),
            "y",
            "2 classes",
            {"a": "number", "b": "number"},
        ),
        (lines("x,y,", lambda at: f"{at % 7},{ab(at)},"), "y", "2 classes", {"x": "number"}),
        (
            lines("code,y", lambda at: f"{at % 7},{('NA', 'EU', 'SA')[at % 3]}"),
            "y",
            "3 classes",
            {"code": "number"},
        ),
        (lines("x,y", lambda at: f"{at % 7},{'' if at == 4 else ab(at)}"), "y", "2 classes", {"x": "number"}),
        (
            lines("x,y", lambda at: f"{at % 7},{'rare' if at == 9 else ab(at)}"),
            "y",
            "3 classes",
            {"x": "number"},
        ),
        (lines("y\ta, b, c", lambda at: f"{ab(at)}\t{at % 7}"), "y", "2 classes", {"a, b, c": "number"}),
        ("sep=;\n" + ENGLISH.replace(",", ";"), "y", "2 classes", {"x": "number"}),
        (ENGLISH.encode("utf-16"), "y", "2 classes", {"x": "number"}),
        (gzip.compress(ENGLISH.encode(), mtime=0), "y", "2 classes", {"x": "number"}),
    ],
)
def test_a_table_is_understood(
    tmp_path: Path, text: str | bytes, target: str, task: str, expected: dict[str, str]
) -> None:
    """Its task, and what its columns are."""
    file = understand(written(tmp_path, text), DataOptions(target))
    assert (str(file.task), roles(file)) == (task, expected)


@pytest.mark.parametrize(
    ("text", "options", "error", "sentence"),
    [
        (
            lines("x,age,y", lambda at: f"{at},{'n.a.' if at == 7 else at % 40},{ab(at)}", 300),
            {},
            DatasetError,
            "t.csv has 'n.a.' in column age, line 9; wanted a number; "
            "--missing n.a. reads it as missing, --category age all as categories",
        ),
        (
            lines(
                "x,age,y",
                lambda at: (
                    f"{at},{('-', 'missing', '.', 'NA')[at // 15] if at % 15 == 0 else at % 40},{ab(at)}"
                ),
            ),
            {},
            DatasetError,
            "t.csv has '-', 'missing' and '.' in column age, lines 2, 17 and 32; wanted numbers; "
            "--missing -,missing,. reads them as missing, --category age all as categories",
        ),
        (
            lines("x,score", lambda at: f"{at},{at % 18}", 3_000),
            {"target": "score"},
            UsageError,
            "score of t.csv has 18 different whole numbers; wanted --task regression, or --task classification",
        ),
        (
            lines("name,count", lambda at: f"n{at},{at % 900}", 9_000),
            {"target": "count"},
            UsageError,
            "count of t.csv has 900 different whole numbers; wanted --task regression, or --task classification",
        ),
        (
            lines("0.0,0,a", lambda at: f"{at}.5,{at},{ab(at)}"),
            {"target": "a"},
            DatasetError,
            "t.csv has the number '0.0' in its first line; wanted a name for each column: add a line of names",
        ),
        (
            lines("x,y", lambda at: f"{at % 7},t{at}"),
            {},
            DatasetError,
            "y of t.csv has 60 different texts in 60 rows; "
            "wanted classes with at least two rows each on average, or numbers",
        ),
        (
            lines("x,y", lambda at: f"{'<1' if at == 7 else at % 40},{ab(at)}", 300),
            {},
            DatasetError,
            "t.csv has '<1' in column x, line 9; wanted a number; "
            "--missing '<1' reads it as missing, --category x all as categories",
        ),
        (
            lines("x,y", lambda at: f"{at},{ab(at)}").replace("7,b", "7,b\0"),
            {},
            DatasetError,
            "t.csv has a NUL byte in line 9; wanted text",
        ),
        (
            lines("first,last,x,y", lambda at: f"f{at},l{at},{at % 7},{ab(at)}"),
            {},
            DatasetError,
            "t.csv has 2 columns that can't be used as they are; --drop first,last leaves them out",
        ),
    ],
)
def test_a_table_is_refused_with_what_settles_it(
    tmp_path: Path, text: str, options: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    """The message names cells, lines and options."""
    with pytest.raises(error) as refused:
        understand(written(tmp_path, text), DataOptions.of(**{"target": "y"} | options))
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        (
            lines("id,y", lambda at: f"{at + 100},{ab(at)}"),
            ["id: counts the rows; --drop id leaves it out"],
        ),
        (lines("k,x,y", lambda at: f"1,{at % 7},{ab(at)}"), ["k: the same in all rows"]),
        (
            lines("k,x,y", lambda at: f",{at % 7},{ab(at)}"),
            ["1 column left out (k)", "k has no values in the training part: left out"],
        ),
        (
            lines("x,y", lambda at: f"{at % 7},{('True', 'true', 'False')[at % 3]}"),
            ["differ only in case: True, true"],
        ),
        (
            lines("x,y", lambda at: f"{at % 7},{'' if at < 3 else ab(at)}"),
            ["3 rows without y left out"],
        ),
        (
            lines("x,y", lambda at: f"{at % 7},{'rare' if at == 9 else ab(at)}"),
            [
                "1 class with fewer than 10 examples (rare)",
                "the largest class has 30 examples, the smallest 1",
            ],
        ),
        (
            lines("zip,y", lambda at: f"0{at % 4},{ab(at)}"),
            [
                "56 of 60 rows are repeated",
                "zip: numbers with leading zeros, read as codes",
                "zip: determines the target; --drop zip leaves it out",
            ],
        ),
        (
            lines("x,sex,code,y", lambda at: f"{at * 7 % 61},{'mf'[at % 3 % 2]},{'AB'[at % 3 % 2]},{ab(at)}"),
            ["code: a copy of sex; --drop code leaves it out"],
        ),
        (
            lines("x,y", lambda at: f"{at % 7},{'é' if at % 2 else 'a'}").encode("latin-1"),
            ["read as Latin-1 (Windows-1252): the byte 0xe9 is not UTF-8; --encoding reads another"],
        ),
    ],
)
def test_what_may_surprise_is_said(tmp_path: Path, text: str | bytes, notes: list[str]) -> None:
    """Before the training, and by `zoo show`."""
    said = understand(written(tmp_path, text), DataOptions("y")).understood()
    assert [note for note in said if note in notes] == notes


@pytest.mark.parametrize("name", ["t.csv", "t.TSV", "t.txt", "t.data", "t"])
def test_the_name_of_a_file_does_not_matter(tmp_path: Path, name: str) -> None:
    """Its content tells the format."""
    assert roles(understand(written(tmp_path, ENGLISH, name), DataOptions("y"))) == {"x": "number"}
