"""A value with its name, and which names are valid."""

from __future__ import annotations

import re
from typing import Any, Generic, TypeVar

from zoo.schema.fields import WrongValue
from zoo.schema.value import Value, frozen

T = TypeVar("T")


@frozen
class Name(Value):
    """The name of a model, an optimizer or a dataset."""

    wanted: str = "text on one line, of 1 to 100 characters, without /"

    def read(self, value: Any) -> str:
        """The name, or WrongValue."""
        # No control characters, no line separators, no surrogates, which UTF-8 can't encode.
        allowed = r"[^/\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]{1,100}"
        if not isinstance(value, str) or not re.fullmatch(allowed, value):
            raise WrongValue("is not a valid name", self.wanted)
        if value in (".", ".."):
            raise WrongValue("is the name of a folder", self.wanted)
        return value


def slug(name: str) -> str:
    """The name with only letters, digits, . - and _, and at most 60 characters."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name)[:60].strip("-._") or "unnamed"


@frozen
class Named(Value, Generic[T]):
    """A value with its name, and the distribution that provides it; None for values from files."""

    name: str
    value: T
    distribution: str | None = None
    version: str | None = None

    @property
    def slug(self) -> str:
        """The name in a form that is valid for folders and for Keras."""
        return slug(self.name)

    def origin(self) -> dict[str, str]:
        """Name, distribution and version, without those that are None."""
        found = {"name": self.name, "distribution": self.distribution, "version": self.version}
        return {key: text for key, text in found.items() if text is not None}
