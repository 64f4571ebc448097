"""Failures that an author expects, as they are written on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry import normalized
from zoo.errors import UsageError
from zoo.schema.value import Value, frozen
from zoo.testing.suite import CHECKS, require_checks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zoo.testing.subject import Asked


@frozen
class Expected(Value):
    """One of them: the check, the reason why it fails, and whose check it is, "" for everybody's."""

    check: str
    reason: str
    name: str = ""

    @classmethod
    def parse(cls, text: str) -> Expected:
        """Read `CHECK=REASON` or `NAME:CHECK=REASON`; raises UsageError."""
        key, _, reason = (part.strip() for part in text.partition("="))
        if not reason:
            example = "resumes bitwise=it counts its calls"
            raise UsageError(f"--expect-failure {text} has no reason; wanted CHECK=REASON, as '{example}'")
        name, _, check = (part.strip() for part in key.rpartition(":"))
        require_checks({check: reason})
        return cls(check, reason, name)

    def is_of(self, what: Asked) -> bool:
        """Whether it is meant of this subject, whose name may be written with its distribution or without."""
        entry = what.entry()
        names = {what.name} if entry is None else {entry.name, entry.qualified}
        meant = normalized(self.name) if entry else self.name
        return self.check in CHECKS[what.kind] and (not self.name or meant in names)


def by_subject(texts: Iterable[str], subjects: Sequence[Asked]) -> list[dict[str, str]]:
    """The expected failures of each subject, the reason by the check.

    Raises UsageError for one that no subject could come up to.
    """
    expected = [Expected.parse(text) for text in texts]
    for each in expected:
        if not any(each.is_of(what) for what in subjects):
            whose = each.name or " or ".join(what.name for what in subjects)
            kinds = " or ".join(sorted({what.kind for what in subjects}))
            raise UsageError(f"no {kinds} called {whose} that is checked has the check {each.check!r}")
    return [{each.check: each.reason for each in expected if each.is_of(what)} for what in subjects]
