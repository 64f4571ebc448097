"""The errors that a user may see.

::

    ZooError                 1   a valid request that failed: files, data, environment or a plugin
    ├── DatasetError         1   data that is missing, damaged or not usable for a model
    │   └── DatasetNotFound  1   data that was not found
    ├── BackendError         1   a backend that is not installed, or can no longer be chosen
    ├── TrainingFailed       1   a run that started and failed; defined in zoo.runs
    ├── Interrupted        130   stopped by a signal (143 for SIGTERM); defined in zoo.runs
    └── UsageError           2   a name, option, value or spec that is not valid
        ├── UnknownName      2   a name that is not registered; also a registry.UnknownName
        ├── SettingError     2   a value that its setting does not accept
        └── DeclarationError 2   a spec, preset or plan, with all of its errors

The number is the exit code of the command. A message is one sentence without a full stop: what is wrong; what
was expected; a suggestion. `details` are printed below it, one line each.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from zoo import registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONGEST, SHORTENED = 1_000, 280
"""The most characters of a message, whose paths may be long; a longer one is reduced to the second number."""
TOO_LONG = r"[^\s/]{256,}"
"""A word longer than a file name can be."""


class ZooError(Exception):
    """Base class of all errors of the package."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, details: Iterable[tuple[str, ...]] = ()) -> None:
        """`details` are rows with the same number of cells. What is too long to be read is shortened."""
        super().__init__(bounded(message))
        self.details = tuple(tuple(map(bounded, row)) for row in details)

    @property
    def sentence(self) -> str:
        """The message without its details."""
        return str(self.args[0])


class DatasetError(ZooError):
    """Data that is missing, damaged or not usable for a model: training data or prediction inputs."""


class DatasetNotFound(DatasetError):
    """Data that was not found; `details` has a row for each place that was tried."""


class BackendError(ZooError):
    """A backend that is not installed, or that can no longer be chosen."""


class UsageError(ZooError):
    """A name, option, value or spec that is not valid."""

    exit_code = 2


class UnknownName(registry.UnknownName, UsageError):
    """A name that nothing is registered under.

    Attributes:
        noun: What was looked for: "model".
        name: The name as it was given.
        meant: The most similar registered name, or None.
    """

    def __init__(self, noun: str, name: str, meant: str | None = None, advice: str = "") -> None:
        registry.UnknownName.__init__(self, noun, name, meant, advice)
        self.details = ()


class SettingError(UsageError):
    """A value that its setting does not accept, or several values with the same reason.

    `settings` are pairs of path and value; the command line names the options that set them.
    """

    def __init__(self, path: str, value: object, reason: str, *others: tuple[str, object]) -> None:
        """`reason` follows `path=value` in the message: "is too small; wanted …"."""
        self.path, self.value, self.reason = path, value, reason
        self.settings = ((path, value), *others)
        given = [f"{each}={shorten(its)}" for each, its in self.settings]
        super().__init__(f"{enumerated(given)} {reason}")


class Problem(NamedTuple):
    """One error in a declaration: its path, the value found, and what was expected."""

    path: str
    found: str
    wanted: str


class DeclarationError(UsageError):
    """A spec, preset or plan that is not valid, with all of its errors."""

    def __init__(self, subject: str, problems: Iterable[Problem]) -> None:
        """`subject` is the name of the file, or the kind of declaration."""
        self.subject, self.problems = subject, tuple(problems)
        many = len(self.problems)
        super().__init__(
            f"{subject} has {many} error{'' if many == 1 else 's'}",
            [(problem.path, problem.found, problem.wanted) for problem in self.problems],
        )

    def __str__(self) -> str:
        """The sentence, and each problem in a line below it."""
        problems = [f"  {each.path}: {each.found}; {each.wanted}" for each in self.problems]
        return "\n".join([self.sentence, *problems])


def article(noun: str) -> str:
    """The noun with its article, such as "an optimizer"; a plural has none."""
    if noun.endswith("weights"):
        return noun
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def enumerated(parts: Sequence[str]) -> str:
    """The parts as text, such as "a, b and c"."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def shorten(value: object, width: int = 60) -> str:
    """A value as text of at most `width` characters; unprintable characters are escaped as in Python."""
    try:
        text = str(value)
    except ValueError:  # TOML allows integers of any length; Python does not print more than 4,300 digits
        text = hex(value) if isinstance(value, int) else "a value with a number of over 4,300 digits"
    except Exception:  # noqa: BLE001 - nested too deep, or an error in a third-party __str__
        text = f"<{type(value).__name__}>"
    if not text.isprintable():
        text = "".join(each if each.isprintable() else repr(each)[1:-1] for each in text[: width + 1])
    return text if len(text) <= width else text[: width - 1] + "…"


def bounded(message: str) -> str:
    """A message in which words longer than any file name, and a length that nobody reads, are shortened.

    Values are shortened where they are quoted; this is for those in file names and in messages of libraries.
    The middle is left out, so that the hint at the end stays.
    """
    message = re.sub(TOO_LONG, lambda word: _without_middle(word[0], 60), message)
    return message if len(message) <= LONGEST else _without_middle(message, SHORTENED)


def _without_middle(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - width // 3 - 1]}…{text[-(width // 3) :]}"


def shown(value: Any) -> str:
    """A value as it is written in TOML, shortened."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return shorten(f"'{value}'")
    return shorten(value)
