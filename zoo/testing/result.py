"""What a check comes to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal, Self

from zoo.schema.value import Value, frozen

Status = Literal["pass", "fail", "skip", "xfail", "xpass"]


class Skipped(Exception):
    """A check that can't be made of its subject; the text is the reason."""


class Failed(Exception):
    """What a check promises does not hold; the text says what was found."""


@frozen
class Result(Value):
    """One check of one subject.

    A failure that was expected is `xfail`. One that was expected and did not come is `xpass`, which
    counts as a failure, so that no expectation outlives its reason.
    """

    check: str
    status: Status
    reason: str
    seconds: float

    def against(self, expected: str | None) -> Self:
        """What it is where its author expected a failure, for this reason; None: expected none."""
        if expected is not None and self.status == "fail":
            return replace(self, status="xfail", reason=f"expected by its author: {expected}")
        if expected is not None and self.status == "pass":
            return replace(self, status="xpass", reason=f"passes, though its author expected: {expected}")
        return self

    @property
    def is_failure(self) -> bool:
        """Whether the answer is no."""
        return self.status in ("fail", "xpass")

    def to_json(self) -> dict[str, Any]:
        """The fields, with milliseconds."""
        return {
            "check": self.check,
            "status": self.status,
            "reason": self.reason,
            "seconds": round(self.seconds, 3),
        }
