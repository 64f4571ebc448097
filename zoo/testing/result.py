"""The result of a check."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal, Self

from zoo.schema.value import Value, frozen

Status = Literal["pass", "fail", "skip", "xfail", "xpass"]


class Skipped(Exception):
    """The check does not apply to its subject; the text is the reason."""


class Failed(Exception):
    """The check failed; the text says what was found."""


@frozen
class Result(Value):
    """The result of one check of one subject.

    An expected failure is `xfail`. If a failure is expected and the check passes, that is `xpass`, which
    counts as a failure, so that outdated expectations are noticed.
    """

    check: str
    status: Status
    reason: str
    seconds: float

    def against(self, expected: str | None) -> Self:
        """The result, given the reason for which a failure is expected; None if none is."""
        if expected is not None and self.status == "fail":
            return replace(self, status="xfail", reason=f"expected failure: {expected}")
        if expected is not None and self.status == "pass":
            return replace(self, status="xpass", reason=f"passed, but a failure was expected: {expected}")
        return self

    @property
    def is_failure(self) -> bool:
        """Whether it counts as a failure."""
        return self.status in ("fail", "xpass")

    def to_json(self) -> dict[str, Any]:
        """The fields; seconds are rounded to milliseconds."""
        return {
            "check": self.check,
            "status": self.status,
            "reason": self.reason,
            "seconds": round(self.seconds, 3),
        }
