"""Which checks are made after a failure: a fault fails many checks, and the first names its cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.testing.result import Result

if TYPE_CHECKING:
    from collections.abc import Iterable

APART = {
    "imports no framework": (),
    "imports cleanly": ("imports no framework",),
    "round-trips TOML": (),
    "has a licence": (),
}
"""Checks that depend only on these others; every other check depends on all before it."""
FIRST = ("builds", "constructs", "loads")
"""The first checks of the kinds; without them no other check is possible."""
OTHER_BACKENDS = "works on other backends"
REPEATED = {
    "model": ("builds", "saves and loads", "resumes bitwise"),
    "optimizer": ("builds", "learns"),
    "callback": ("constructs", "trains"),
    **dict.fromkeys(("metric", "loss"), ("constructs", "is finite", "batches equal the whole")),
    "layer": ("builds", "saves and loads", "resumes bitwise"),
}
"""The checks of each kind that are repeated on the other backends."""


def blocker(kind: str, check: str, earlier: Iterable[Result]) -> str | None:
    """The failed check because of which a check is not made; None if it is made.

    After an expected failure, the checks go on that can pass without it.
    """
    for each in earlier:
        needed = FIRST + (REPEATED[kind] if check == OTHER_BACKENDS else ())
        depends = each.check in APART[check] if check in APART else each.check not in APART
        if depends and (each.status == "fail" or (each.status == "xfail" and each.check in needed)):
            return each.check
    return None


def not_made(check: str, blocker: str) -> Result:
    """The result of a check that was not made because another failed."""
    return Result(check, "skip", f"not checked: {blocker} failed", 0.0)
