"""The names and tags that users give to runs, and which of them are valid."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from zoo.errors import SettingError
from zoo.runs.ids import ID, SWEEP
from zoo.schema.fields import WrongValue
from zoo.schema.plain_values import as_text

LONGEST = 60
"""The most characters of a name or a tag: it must fit into a table."""
LAST = "last"
"""The word for the newest run."""
WANTED = f"1 to {LONGEST} printable characters"


def valid_name(value: Any) -> str:
    """The name of a run as text; raises WrongValue for what a command would take for something else."""
    name = valid_tag(value)
    wanted = f"{WANTED} that are not a path, an id, or the end of an id"
    if "/" in name or "\\" in name or name in (".", "..") or name.endswith(".keras"):
        raise WrongValue("looks like a path", wanted)
    if name.startswith("-"):
        raise WrongValue("looks like an option", wanted)
    if name.lower() == LAST:
        raise WrongValue("means the newest run", wanted)
    if re.fullmatch("[0-9a-f]{1,4}", name) or ID.fullmatch(name) or SWEEP.fullmatch(name):
        raise WrongValue("looks like an id", wanted)
    return name


def valid_tag(value: Any) -> str:
    """A tag as text, or WrongValue."""
    if not isinstance(value, str):
        raise WrongValue("is not text", WANTED)
    if not value.strip():
        raise WrongValue("is empty", WANTED)
    if not value.isprintable():
        raise WrongValue("has characters that can't be printed", WANTED)
    if value != value.strip():
        raise WrongValue("begins or ends with a space", WANTED)
    if len(value) > LONGEST:
        raise WrongValue(f"has {len(value):,} characters", WANTED)
    return as_text(value)


def checked_name(value: Any) -> str:
    """The name of a run, "" for None; SettingError if it is not valid."""
    try:
        return "" if value is None else valid_name(value)
    except WrongValue as wrong:
        raise SettingError("name", value, str(wrong)) from None


def checked_tags(values: Any) -> list[str]:
    """The tags of a run without duplicates; SettingError if one is not valid."""
    if not isinstance(values, Iterable) or isinstance(values, (str, bytes)):
        raise SettingError("tags", values, "is not a list; wanted a list of texts")
    tags: dict[str, None] = {}
    for value in values:
        try:
            tags[valid_tag(value)] = None
        except WrongValue as wrong:
            raise SettingError("tags", value, str(wrong)) from None
    return [*tags]
