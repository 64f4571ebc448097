"""A value with the name it was found under, and what a name may be."""

from __future__ import annotations

import re
from typing import Any, Generic, TypeVar

from zoo.schema.fields import WrongValue
from zoo.schema.value import Value, frozen

T = TypeVar("T")


@frozen
class Name(Value):
    """What a model, an optimizer or a dataset may be called, whoever named it."""

    wanted: str = "text on one line, of 1 to 100 characters, without /"

    def read(self, value: Any) -> str:
        """The name, or WrongValue."""
        # Neither control characters nor line separators, nor halves of characters, which no file can hold.
        allowed = r"[^/\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]{1,100}"
        if not isinstance(value, str) or not re.fullmatch(allowed, value):
            raise WrongValue("is no name", self.wanted)
        if value in (".", ".."):
            raise WrongValue("is a folder's name", self.wanted)
        return value


def slug(name: str) -> str:
    """A name of letters, digits, . - and _, at most 60 characters."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name)[:60].strip("-._") or "unnamed"


@frozen
class Named(Value, Generic[T]):
    """A value with the name that it was found under, and the distribution that provides it.

    What came out of a file belongs to no distribution.
    """

    name: str
    value: T
    distribution: str | None = None
    version: str | None = None

    @property
    def slug(self) -> str:
        """The name as folders and Keras take it."""
        return slug(self.name)

    def origin(self) -> dict[str, str]:
        """Name, distribution and version, as far as there are."""
        found = {"name": self.name, "distribution": self.distribution, "version": self.version}
        return {key: text for key, text in found.items() if text is not None}
