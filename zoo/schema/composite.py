"""Kinds of settings that combine other kinds: a pair, an optional value, one of several kinds."""

from __future__ import annotations

from typing import Any

from zoo.schema.fields import Integer, WrongValue
from zoo.schema.value import Value, frozen


@frozen
class Pair(Value):
    """Two integers, for height and width; a single integer is used for both."""

    minimum: int = 1

    @property
    def wanted(self) -> str:
        """The two accepted forms."""
        return f"a whole number of at least {self.minimum}, or two of them"

    def read(self, value: Any) -> tuple[int, int]:
        """Always two numbers, or WrongValue."""
        both = tuple(value) if isinstance(value, (list, tuple)) else (value, value)
        if len(both) != 2:  # noqa: PLR2004 - height and width
            raise WrongValue("is not a pair", self.wanted)
        each = Integer(self.minimum)
        try:
            return each.read(both[0]), each.read(both[1])
        except WrongValue as wrong:
            raise WrongValue(wrong.reason, self.wanted) from None


@frozen
class Optional(Value):
    """Another kind, or None; TOML has no null, so it is written `none` there and on the command line."""

    inner: Any

    @property
    def wanted(self) -> str:
        """That of the inner kind; `none` is not mentioned, since it is rarely what was meant."""
        return str(self.inner.wanted)

    def read(self, value: Any) -> Any:
        """None, or the value as read by the inner kind."""
        nothing = value is None or (isinstance(value, str) and value == "none")
        return None if nothing else self.inner.read(value)


@frozen
class Either(Value):
    """The first of several kinds that accepts the value.

    If no kind does, the error is that of a kind with a suggestion, otherwise that of the first kind.
    """

    kinds: tuple[Any, ...]

    @property
    def wanted(self) -> str:
        """Those of all kinds."""
        return ", or ".join(kind.wanted for kind in self.kinds)

    def read(self, value: Any) -> Any:
        """The value as read by the first kind that accepts it, or WrongValue."""
        complaints = []
        for kind in self.kinds:
            try:
                return kind.read(value)
            except WrongValue as wrong:
                complaints.append(wrong)
        raise next((each for each in complaints if each.meant or each.within), complaints[0])
