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
    """Every check with its result, time and reason."""
    return Grid(
        [
            GridColumn("Check"),
            GridColumn("Result"),
            GridColumn("Time", right=True, drop=1),
            GridColumn("Reason", wrap=True),
        ],
        [
            [
                row.check,
                Text(word(row), style=STYLES[row.status]),
                NONE if row.status == "skip" else duration(row.seconds),
                literal(row.reason),
            ]
            for row in rows
        ],
    )


def word(result: Result) -> str:
    """The status as shown: failures are in upper case."""
    return SHOWN.get(result.status, result.status)
