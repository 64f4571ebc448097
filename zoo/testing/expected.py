"""Expected failures, as given on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.errors import UsageError
from zoo.registry import normalized
from zoo.schema.value import Value, frozen
from zoo.testing.suite import CHECKS, require_checks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zoo.testing.subject import SubjectName


@frozen
class Expected(Value):
    """An expected failure: the check, the reason, and the subject's name ("" for all subjects)."""

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

    def is_of(self, what: SubjectName) -> bool:
        """Whether it applies to this subject, whose name may be given with or without its distribution."""
        entry = what.entry()
        names = {what.name} if entry is None else {*map(normalized, (entry.name, entry.qualified))}
        meant = normalized(self.name) if entry else self.name
        return self.check in CHECKS[what.kind] and (not self.name or meant in names)


def by_subject(texts: Iterable[str], subjects: Sequence[SubjectName]) -> list[dict[str, str]]:
    """The expected failures of each subject: the reason by check name.

    Raises:
        UsageError: An expected failure applies to none of the subjects.
    """
    expected = [Expected.parse(text) for text in texts]
    for each in expected:
        if not any(each.is_of(what) for what in subjects):
            whose = each.name or " or ".join(what.name for what in subjects)
            kinds = " or ".join(sorted({what.kind for what in subjects}))
            raise UsageError(f"{each.check!r} is not a check of the {kinds} {whose}")
    return [{each.check: each.reason for each in expected if each.is_of(what)} for what in subjects]
