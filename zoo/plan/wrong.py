"""Settings that are not valid; all of them are reported at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.errors import DeclarationError, Problem, SettingError, shown
from zoo.schema.declaration import Compound
from zoo.schema.fields import WrongValue

if TYPE_CHECKING:
    from collections.abc import Sequence

SUBJECT, RATE = "the training", "the learning rate"


class Wrong(NamedTuple):
    """A setting that is not accepted: its path, its value, and the reason with what would work.

    `text` is the value as TOML has it, if that is known.
    """

    path: str
    value: Any
    reason: str
    text: str = ""


def read_setting(kind: Any, value: Any, path: str, wrong: list[Wrong]) -> Any:
    """The value as read by its kind; if it is not valid, this is added to `wrong`."""
    if isinstance(kind, Compound):
        problems: list[Problem] = []
        found = kind.read_at(value, path, problems)
        for path_of_part, text, wanted in problems:
            wrong.append(Wrong(path_of_part, text.strip("'"), f"is not valid; {wanted}", text))
        return found
    try:
        return kind.read(value)
    except WrongValue as error:
        wrong.append(Wrong(path, value, str(error)))
        return None


def refuse(wrong: Sequence[Wrong], subject: str = "", *, problems: Sequence[Problem] = ()) -> None:
    """Raise DeclarationError, with the file as its subject; without a file, SettingError for one setting.

    `problems` are those of the learning rate, which are reported with the settings.
    """
    if len(wrong) == 1 and not subject and not problems:
        raise SettingError(*wrong[0][:3])
    found = [Problem(each.path, each.text or shown(each.value), each.reason) for each in wrong]
    if wrong or problems:
        raise DeclarationError(subject or (SUBJECT if wrong else RATE), [*found, *problems])
