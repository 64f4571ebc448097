"""Rows of a table that would take much memory are encoded in batches, with the same values and notes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.zoo.own import write_table
from zoo.data.own import large
from zoo.errors import DatasetError
from zoo.inference.inputs.read import read
from zoo.inference.inputs.wanted import Wanted
from zoo.specs.column import Column

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = (Column("age", median=30.0), Column("city", categories=("Bonn", "Kiel")))


def scaled(x: np.ndarray) -> np.ndarray:
    """The examples divided by 4, as float32."""
    return (x / 4).astype(np.float32)


OF_RUN = Wanted((3,), columns=COLUMNS, target="answer", scaled=scaled)
OF_FILE = Wanted((2,), drop=("city",), scaled=scaled)


@pytest.fixture
def tables(tmp_path: Path) -> list[Path]:
    """Two tables, with missing and odd values in several batches, and a column that is not known."""
    found = []
    for name, many in (("a.csv", 200), ("b.csv", 90)):
        rows = [
            ("" if at % 9 == 0 else "old" if at % 60 == 50 else at, ("Bonn", "Kiel", "Ulm", "")[at % 4], at)
            for at in range(many)
        ]
        found.append(write_table(tmp_path / name, ("age", "city", "more"), rows))
    return found


def in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Encode all tables on disk, in batches of 70 rows."""
    monkeypatch.setattr(large, "IN_MEMORY", 1)
    monkeypatch.setattr(large, "MOST_ROWS", 70)


@pytest.mark.parametrize("many", [1, 2])
def test_rows_in_batches_equal_those_in_memory(
    tables: list[Path], monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """Values, names, and the counts in the notes; also of several files."""
    given = read(tables[:many], OF_RUN)
    in_batches(monkeypatch)
    found = read(tables[:many], OF_RUN)
    assert (given.is_scaled, found.is_scaled, type(found.x)) == (False, True, np.memmap)
    np.testing.assert_array_equal(found.x, scaled(given.x))
    assert (found.names, found.notes) == (given.names, given.notes)
    assert [note.partition(": ")[2] for note in found.notes][:4] == [
        "23 missing numbers filled with the median",
        "column more not in the training data: ignored",
        "3 values of age not a number: filled with the median (old)",
        "50 values of city not in the training data: all zeros (Ulm)",
    ]


def test_one_large_file_puts_all_on_disk(tables: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """So that they are not copied in memory."""
    given = read(tables, OF_RUN)
    monkeypatch.setattr(large, "IN_MEMORY", 8 * 3 * 100)
    found = read(tables, OF_RUN)
    assert found.is_scaled
    np.testing.assert_array_equal(found.x, scaled(given.x))


def test_numbers_for_a_keras_file_are_read_in_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The columns that are not left out."""
    path = write_table(tmp_path / "t.csv", ("a", "city", "b"), [(at, "Ulm", at / 8) for at in range(200)])
    given = read([path], OF_FILE)
    in_batches(monkeypatch)
    found = read([path], OF_FILE)
    assert found.is_scaled
    np.testing.assert_array_equal(found.x, scaled(given.x))
    assert found.notes == given.notes


def test_an_odd_row_of_a_later_batch_is_named_by_its_line(
    tables: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of the first batch."""
    in_batches(monkeypatch)
    strict = replace(OF_RUN, strict=True, others=("more",))
    rows = [(1, "Bonn", 0)] * 150 + [(1, "Ulm", 0)]
    path = write_table(tables[0].with_name("c.csv"), ("age", "city", "more"), rows)
    with pytest.raises(DatasetError, match=r"has 'Ulm' in column city, line 152, which is not in the"):
        read([path], strict)
