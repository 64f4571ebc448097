"""Tables that are split by groups or by time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.zoo import own
from zoo.data.load import parts_of
from zoo.data.own import load, understand
from zoo.errors import DatasetError, UsageError
from zoo.schema.declaration import from_table
from zoo.specs.data_file import DataFile
from zoo.specs.data_options import DataOptions
from zoo.specs.dataset import DatasetSpec
from zoo.specs.splitting import Splitting

if TYPE_CHECKING:
    from pathlib import Path

PLACES = np.random.RandomState(0).permutation(100)
"""The rows of the table are not in the order of their days."""
NAMES = ["day", "patient", "n", "y"]


def visits(path: Path, patients: int = 12) -> Path:
    """A hundred visits of patients on different days."""
    days = np.datetime64("2024-01-01") + PLACES
    rows = [
        [day.item().strftime("%d.%m.%Y"), f"p{place % patients}", place, "ab"[at % 2]]
        for at, (day, place) in enumerate(zip(days, PLACES, strict=True))
    ]
    rows[3][0] = ""
    return own.write_table(path, NAMES, rows)


def test_a_group_is_in_one_part(tmp_path: Path) -> None:
    """The column is no input; the plan and another reading of the file have the same split."""
    file = understand(visits(tmp_path / "t.csv"), DataOptions.of("y", group="patient"))
    assert (file.split, file.dropped) == (Splitting("group", column="patient"), ("patient",))
    problems: list[object] = []
    again = from_table(DataFile, file.to_table(), "", problems)  # type: ignore[arg-type]  # no problems
    assert (again, problems) == (file, [])
    parts = parts_of(DatasetSpec.of_file(file), load(file))
    groups = [{place % 12 for place in PLACES[part].tolist()} for part in parts]
    assert (sum(map(len, groups)), all(groups)) == (12, True)


@pytest.mark.parametrize(("column", "form"), [("day", "%d.%m.%Y"), ("n", "")])
def test_the_latest_rows_are_tested_on(tmp_path: Path, column: str, form: str) -> None:
    """Dates and numbers have an order; a row without a date is trained on."""
    options = DataOptions.of("y", split_by=column, test=0.1, validation=0.2)
    file = understand(visits(tmp_path / "t.csv"), options)
    assert file.split == Splitting("time", 0.1, 0.2, column, form)
    parts = parts_of(DatasetSpec.of_file(file), load(file))
    assert sorted(PLACES[parts.test].tolist()) == list(range(90, 100))
    assert min(PLACES[parts.validation].tolist()) >= 71
    if column == "day":
        assert 3 in parts.training.tolist()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"group": "patiant"}, "group=patiant is not a column of t.csv; did you mean patient?"),
        ({"group": "y"}, "group=y is the target; wanted another column"),
        (
            {"split_by": "patient"},
            "patient of t.csv can't be ordered: it has 'p8'; wanted numbers, or dates in one format",
        ),
        ({"group": "patient"}, "patient of t.csv has 2 groups; wanted at least 3"),
    ],
)
def test_a_column_that_does_not_split_is_refused(
    tmp_path: Path, options: dict[str, str], sentence: str
) -> None:
    """The message has the column."""
    first = int(PLACES[0])
    path = visits(tmp_path / "t.csv", 2 if options == {"group": "patient"} else 12)
    with pytest.raises((DatasetError, UsageError)) as refused:
        understand(path, DataOptions.of("y", **options))
    assert str(refused.value) == sentence.replace("p8", f"p{first % 12}")


def test_two_ways_to_split_exclude_each_other() -> None:
    """A split is by group or by time."""
    with pytest.raises(UsageError, match=r"^group=patient and split_by=day exclude each other; wanted one"):
        DataOptions.of("y", group="patient", split_by="day")


def test_rows_of_equal_time_are_in_one_part(tmp_path: Path) -> None:
    """The parts are then a bit larger or smaller, which a note says."""
    rows = [[at // 9, at % 7, "ab"[at % 2]] for at in range(100)]
    file = understand(
        own.write_table(tmp_path / "t.csv", ["n", "x", "y"], rows), DataOptions.of("y", split_by="n")
    )
    parts = parts_of(DatasetSpec.of_file(file), load(file))
    assert [sorted({at // 9 for at in part.tolist()}) for part in parts] == [[*range(7)], [7, 8], [9, 10, 11]]
    said = "rows of equal n are in one part: 19 rows to the test part, not 20, 18 rows to the validation part, not 17"
    assert said in file.notes
