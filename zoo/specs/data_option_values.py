"""The options of own data, each with the values that it takes."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterable, Mapping
from typing import Any

from zoo.errors import SettingError
from zoo.schema.arguments import checked
from zoo.schema.composite import Sizes
from zoo.schema.fields import Integer, Number, OneOf, Text, WrongValue
from zoo.schema.value import Value, frozen
from zoo.specs.splitting import MOST

LISTS = ("drop", "number", "category", "date", "ordinal", "missing")
"""The options that are lists of names, or of marks."""
MOST_TOKENS = 1_000_000
"""The largest vocabulary, and the most words of a text."""
LARGEST = 4_096
"""Pixels of a side to which images can be resized."""


@frozen
class Size(Value):
    """Height and width of an image."""

    wanted: str = f"height and width from 1 to {LARGEST:,} pixels, as 64x64"

    def read(self, value: Any) -> tuple[int, int]:
        """Two whole numbers, or WrongValue."""
        try:
            height, width = Sizes().read(value)
        except WrongValue:
            raise WrongValue("is not a size", self.wanted) from None
        if max(height, width) > LARGEST:
            raise WrongValue("is too large", self.wanted)
        return height, width


@frozen
class Channels(Value):
    """The channels of an image: grey, or red, green and blue."""

    wanted: str = "1 (grey) or 3 (coloured)"

    def read(self, value: Any) -> int:
        """1 or 3, or WrongValue."""
        if isinstance(value, bool) or value not in (1, 3):
            raise WrongValue("is not a number of channels", self.wanted)
        return int(value)


@frozen
class Encoding(Value):
    """An encoding of text."""

    wanted: str = "an encoding of text, as cp1251"

    def read(self, value: Any) -> str:
        """The name of the encoding in Python, or WrongValue."""
        try:
            "a".encode(name := codecs.lookup(Text().read(value)).name)
        except (LookupError, ValueError):
            raise WrongValue("is not known", self.wanted) from None
        return name


@frozen
class TargetColumns(Value):
    """The target of a table as text; several columns may be a list of names."""

    wanted: str = "the name of a column, or of several as a,b"

    def read(self, value: Any) -> str:
        """The text, with commas between the names of several columns; or WrongValue."""
        if isinstance(value, str):
            return Text().read(value)
        if not isinstance(value, (list, tuple)) or not value:
            raise WrongValue("is not a list of names", self.wanted)
        names = [Text().read(each) for each in value]
        if any("," in name for name in names):
            raise WrongValue("has a name with a comma", self.wanted)
        return ",".join(names)


ARRAYS = ("images", "sequences")
"""What arrays with three axes have."""
VALUES: dict[str, Any] = {
    "validation": Number(0, MOST, above=True),
    "test": Number(0, MOST, above=True),
    "weight": Text(),
    "group": Text(),
    "split_by": Text(),
    "text": Text(),
    "vocabulary_size": Integer(3, MOST_TOKENS),
    "text_length": Integer(1, MOST_TOKENS),
    "array": OneOf(ARRAYS),
    "image_column": Text(),
    "split_column": Text(),
    "validation_data": Text(),
    "test_data": Text(),
    "encoding": Encoding(),
    "image_size": Size(),
    "channels": Channels(),
}
"""The options that are single values, besides the target and the task."""


def read(name: str, given: Any) -> Any:
    """The value of an option, checked; a list is a tuple of texts.

    Raises:
        SettingError: It is not valid.
    """
    return _texts(name, given) if name in LISTS else _value(name, given)


def _value(name: str, given: Any) -> Any:
    """An option that is not a list, checked; an image size may be text, such as 64x48."""
    if given is None:
        return None
    if name == "image_size" and isinstance(given, str):
        both = re.fullmatch(r"\s*(\d+)\s*(?:[x×,]\s*(\d+)\s*)?", given.lower())
        given = tuple(int(each) for each in both.groups() if each) if both else given
        given = given * 2 if len(given) == 1 and both else given
    elif name.endswith("_data") and isinstance(given, os.PathLike):
        given = os.fspath(given)
    elif isinstance(VALUES[name], (Integer, Channels)) and isinstance(given, str) and given.isdecimal():
        given = int(given)
    return checked(name, VALUES[name], given)


def _texts(name: str, given: str | Iterable[str] | None) -> tuple[str, ...]:
    if given is None:
        return ()
    if isinstance(given, Mapping) or (not isinstance(given, str) and not isinstance(given, Iterable)):
        raise _no_texts(name, given)
    found = (given,) if isinstance(given, str) else tuple(given)
    if not all(isinstance(each, str) for each in found):
        raise _no_texts(name, given)
    return tuple(str(each) for each in found)


def _no_texts(name: str, given: Any) -> SettingError:
    wanted = {"missing": "what cells hold", "ordinal": 'names of columns, as "size=S,M,L"'}
    reason = f"is not a list of texts; wanted {wanted.get(name, 'names of columns')}"
    return SettingError(name, given, reason)
