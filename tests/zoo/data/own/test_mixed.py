"""Columns of numbers without a common scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.zoo.own import write_table
from zoo.data.own import load, understand
from zoo.errors import DatasetError
from zoo.specs.data_options import DataOptions

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.specs.data_file import DataFile


def understood(folder: Path, cells: list[str]) -> DataFile:
    """A table of 60 rows with a column of these cells."""
    rows = [[cells[at % len(cells)], "ab"[at % 2]] for at in range(60)]
    return understand(write_table(folder / "t.csv", ("n", "y"), rows), DataOptions("y"))


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (
            [f"{120 + at}/{80 + at}" for at in range(12)],
            "'120/80' in column n, line 2; wanted one number in each cell; split them into several columns in the file",
        ),
        (
            [f"[{at}. {at / 2}]" for at in range(12)],
            "'[0. 0.0]' in column n, line 2; wanted one number in each cell; "
            "split them into several columns in the file",
        ),
        (
            [f"{at}:{at % 3}" for at in range(12)],
            "'0:0' in column n, line 2; wanted one number in each cell; "
            "split them into several columns in the file",
        ),
        (
            [f"({at}, 2)" for at in range(12)],
            "'(0, 2)' in column n, line 2; wanted one number in each cell; "
            "split them into several columns in the file",
        ),
        (
            ["8:30", "8:30:15", "9:00"],
            "'8:30' and '8:30:15' in column n, lines 2 and 3; wanted times in one form; write them in one form in the file",
        ),
        (
            [f"{at} {('kg', 'g')[at % 2]}" for at in range(12)],
            "'0 kg' and '1 g' in column n, lines 2 and 3; wanted numbers in one unit; convert them to one unit in the file",
        ),
    ],
)
def test_numbers_without_a_common_scale_are_refused(tmp_path: Path, cells: list[str], found: str) -> None:
    """With their lines, and the options that work."""
    options = "--category n all as categories, --drop n leaves the column out"
    with pytest.raises(DatasetError) as refused:
        understood(tmp_path, cells)
    assert str(refused.value) == f"t.csv has {found}, {options}"


def test_times_are_encoded_as_hours_and_are_classes_by_their_names(tmp_path: Path) -> None:
    """A time is a number among the inputs; a few whole hours in the target are classes as they are written."""
    cells = ["08:00", "09:00", "20:00"]
    file = understood(tmp_path, cells)
    assert load(file).train.x[:3, 0].tolist() == [8, 9, 20]
    rows = [[at, cells[at % 3]] for at in range(60)]
    target = understand(write_table(tmp_path / "u.csv", ("n", "y"), rows), DataOptions("y"))
    assert (target.classes, load(target).train.y[:4].tolist()) == (tuple(cells), [0, 1, 2, 0])
