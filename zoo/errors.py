"""What can go wrong for a user.

::

    ZooError                 1   understood, but files, data, machine or plugin stood in the way
    ├── DatasetError         1   data that is missing, damaged or not usable for a model
    │   └── DatasetNotFound  1   data that is in none of its places
    ├── BackendError         1   a backend that is not installed, or too late to choose
    ├── TrainingFailed       1   a run that started and could not be finished: zoo.runs has it
    ├── Interrupted        130   stopped by a signal (143 for SIGTERM): zoo.runs has it
    └── UsageError              2   a name, option, value or spec that can't mean anything
        ├── UnknownName      2   a name that nothing is registered under; also a registry.UnknownName
        ├── SettingError     2   one value of one setting, or several
        └── DeclarationError 2   a spec, preset or plan, with all that is wrong with it

The number is the exit code of the command. A message is one sentence without a full stop: what is
wrong; what was wanted; what was probably meant or what to do. `details` stand below it, a line each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class ZooError(Exception):
    """Root of the tree."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, details: Iterable[tuple[str, ...]] = ()) -> None:
        """`details` are rows of equally many cells."""
        super().__init__(message)
        self.details = tuple(details)

    @property
    def sentence(self) -> str:
        """The message without its details."""
        return str(self.args[0])


class DatasetError(ZooError):
    """Data that is missing, damaged or not usable for a model: training data or prediction inputs."""


class DatasetNotFound(DatasetError):
    """Data that is in none of its places; `details` has a row for each."""


class BackendError(ZooError):
    """A backend that is not installed, or that can no longer be chosen."""


class UsageError(ZooError):
    """A name, option, value or spec that can't mean anything."""

    exit_code = 2


class UnknownName(registry.UnknownName, UsageError):
    """A name that nothing is registered under.

    Attributes:
        noun: What was looked for: "model".
        name: The name as it was given.
        meant: The most similar registered name, or None.
    """

    def __init__(self, noun: str, name: str, meant: str | None = None) -> None:
        registry.UnknownName.__init__(self, noun, name, meant)
        self.details = ()


class SettingError(UsageError):
    """One value of one setting, or several that have the same fault.

    `settings` are pairs of path and value, which let the command line name the options that set them.
    """

    def __init__(self, path: str, value: object, reason: str, *others: tuple[str, object]) -> None:
        """`reason` goes on after `path=value`: "is too small; wanted …"."""
        self.path, self.value, self.reason = path, value, reason
        self.settings = ((path, value), *others)
        given = [f"{each}={shorten(its)}" for each, its in self.settings]
        super().__init__(f"{enumerated(given)} {reason}")


class Problem(NamedTuple):
    """One thing that is wrong in a declaration: where, what was found, what was wanted."""

    path: str
    found: str
    wanted: str


class DeclarationError(UsageError):
    """A spec, preset or plan, with all that is wrong with it."""

    def __init__(self, subject: str, problems: Iterable[Problem]) -> None:
        """`subject` is a file's name, or what kind of declaration it is."""
        self.subject, self.problems = subject, tuple(problems)
        many = len(self.problems)
        super().__init__(
            f"{subject} has {many} mistake{'' if many == 1 else 's'}",
            [(problem.path, problem.found, problem.wanted) for problem in self.problems],
        )

    def __str__(self) -> str:
        """The sentence, and each problem in a line below it."""
        problems = [f"  {each.path}: {each.found}; {each.wanted}" for each in self.problems]
        return "\n".join([self.sentence, *problems])


def enumerated(parts: Sequence[str]) -> str:
    """As in "a, b and c"."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def shorten(value: object, width: int = 60) -> str:
    """A value as it was typed, at most `width` characters of it; what can't be seen as Python writes it."""
    try:
        text = str(value)
    except ValueError:  # TOML takes 0xfff… of any length, but Python writes no number of over 4,300 digits
        text = hex(value) if isinstance(value, int) else "a value with a number of over 4,300 digits"
    except Exception:  # noqa: BLE001 - nested too deep, or a stranger's __str__
        text = f"<{type(value).__name__}>"
    if not text.isprintable():
        text = "".join(each if each.isprintable() else repr(each)[1:-1] for each in text[: width + 1])
    return text if len(text) <= width else text[: width - 1] + "…"


def shown(value: Any) -> str:
    """A value as it would be typed in TOML, shortened."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return shorten(f"'{value}'")
    return shorten(value)
