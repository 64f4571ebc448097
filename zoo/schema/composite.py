"""Kinds of settings that combine other kinds: sizes along axes, an optional value, one of several kinds."""

from __future__ import annotations

from typing import Any

from zoo.schema.fields import Integer, WrongValue
from zoo.schema.value import Value, frozen

MANY = {2: "two", 3: "three"}


@frozen
class Sizes(Value):
    """Integers for some axes, such as height and width; a single integer is used for each of them.

    With `alone`, a single integer stays one, as Keras's defaults of some layers are.
    """

    axes: int = 2
    minimum: int = 1
    alone: bool = False

    @property
    def wanted(self) -> str:
        """The accepted forms."""
        one = f"a whole number of at least {self.minimum}"
        return one if self.axes == 1 else f"{one}, or {MANY[self.axes]} of them"

    def read(self, value: Any) -> Any:
        """A tuple with a number for each axis; the number itself for one axis; or WrongValue."""
        is_alone = self.alone and not isinstance(value, (list, tuple))
        given = tuple(value) if isinstance(value, (list, tuple)) else (value,) * self.axes
        if len(given) != self.axes:
            what = "a pair" if self.axes == 2 else "as many numbers as there are axes"  # noqa: PLR2004 - a pair
            raise WrongValue(f"is not {what}", self.wanted)
        each = Integer(self.minimum)
        try:
            sizes = tuple(each.read(size) for size in given)
        except WrongValue as wrong:
            raise WrongValue(wrong.reason, self.wanted) from None
        return sizes[0] if self.axes == 1 or is_alone else sizes


@frozen
class Margins(Value):
    """What is added or cut off before and after the values along some axes.

    A single integer is used for all sides, and one of an axis for both of its sides.
    """

    axes: int

    @property
    def wanted(self) -> str:
        """The accepted forms."""
        one = "a whole number of at least 0"
        if self.axes == 1:
            return f"{one}, or two of them, for before and after"
        return f"{one}, or {MANY[self.axes]} of them or of pairs [before, after]"

    def read(self, value: Any) -> Any:
        """The numbers in the form that was given, with tuples for lists; WrongValue for other values."""
        sides = Sizes(2, 0)
        try:
            if not isinstance(value, (list, tuple)):
                return Integer(0).read(value)
            if self.axes == 1:
                return sides.read(value)
            if len(value) == self.axes:
                return tuple(
                    sides.read(each) if isinstance(each, (list, tuple)) else Integer(0).read(each)
                    for each in value
                )
        except WrongValue as wrong:
            raise WrongValue(wrong.reason, self.wanted) from None
        raise WrongValue("is not a margin for each axis", self.wanted)


@frozen
class Order(Value):
    """The numbers from 1 on, each once, in any order."""

    wanted: str = "each number from 1 on once, as [2, 1]"

    def read(self, value: Any) -> tuple[int, ...]:
        """The numbers, or WrongValue."""
        if not isinstance(value, (list, tuple)) or not value:
            raise WrongValue("is not a list", self.wanted)
        try:
            order = tuple(Integer(1).read(each) for each in value)
        except WrongValue as wrong:
            raise WrongValue(wrong.reason, self.wanted) from None
        if sorted(order) != list(range(1, len(order) + 1)):
            raise WrongValue("is not an order", self.wanted)
        return order


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
