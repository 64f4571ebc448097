"""The results of the conformance kit's checks as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from zoo.tables.grid import Grid, GridColumn
from zoo.tables.words import NONE, duration, literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.testing import Result

SHOWN = {"fail": "FAIL", "xpass": "XPASS"}
STYLES = {"pass": "green", "fail": "red", "xpass": "red", "skip": "dim", "xfail": "yellow"}


def results(rows: Sequence[Result]) -> Grid:
    """The checks with their results, times and reasons; those skipped for one reason are one row."""
    alike: dict[tuple[str, ...], list[Result]] = {}
    for row in rows:
        key = ("skip", row.reason) if row.status == "skip" else (row.check, "")
        alike.setdefault(key, []).append(row)
    return Grid(
        [
            GridColumn("Check"),
            GridColumn("Result"),
            GridColumn("Time", right=True, drop=1),
            GridColumn("Reason", wrap=True),
        ],
        [
            [
                _named(same),
                Text(word(row), style=STYLES[row.status]),
                NONE if row.status == "skip" else duration(row.seconds),
                literal(row.reason),
            ]
            for same in alike.values()
            for row in same[:1]
        ],
    )


def _named(same: Sequence[Result]) -> str:
    """As in "builds reproducibly and 3 more"."""
    return same[0].check + (f" and {len(same) - 1} more" if len(same) > 1 else "")


def word(result: Result) -> str:
    """The status as shown: failures are in upper case."""
    return SHOWN.get(result.status, result.status)
