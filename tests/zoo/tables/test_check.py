"""The table of the conformance kit's results."""

from __future__ import annotations

from zoo.tables.check import results
from zoo.testing import Result

ROWS = (
    Result("imports cleanly", "pass", "nothing else happens", 0.24),
    Result("builds", "fail", "built 7 outputs; wanted 10", 0.1),
    Result("leaves no trace", "skip", "not checked: builds failed", 0.0),
    Result("runs forward", "skip", "not checked: builds failed", 0.0),
    Result("round-trips TOML", "skip", "built by a function", 0.0),
    Result("keeps one model", "skip", "not checked: builds failed", 0.0),
)
TABLE = """\
Check                       Result   Time  Reason
─────────────────────────────────────────────────────────────────────
imports cleanly             pass    0.2 s  nothing else happens
builds                      FAIL    0.1 s  built 7 outputs; wanted 10
leaves no trace and 2 more  skip        –  not checked: builds failed
round-trips TOML            skip        –  built by a function"""


def test_what_was_skipped_for_one_reason_is_one_row() -> None:
    """The reason is not repeated for each check."""
    assert "\n".join(results(ROWS).lines()) == TABLE
