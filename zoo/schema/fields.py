"""Kinds of settings: each kind reads a plain value, or raises WrongValue with the reason.

The annotation of a declaration's field has its kind::

    units: Annotated[int, Integer(1)]

Layers, optimizers, training settings and the options of the command are all checked by these kinds.
"""

from __future__ import annotations

import math
import re
from typing import Any

from zoo.registry import nearest
from zoo.schema.plain_values import as_number, as_text, is_writable
from zoo.schema.value import Value, frozen

DEEPEST = 32
"""Levels of nested tables and arrays; a declaration has four."""


class WrongValue(ValueError):
    """A value that its setting does not accept."""

    def __init__(self, reason: str, wanted: str, meant: str | None = None, *, within: bool = False) -> None:
        """`reason` is a predicate ("is too small"), `wanted` a noun phrase.

        `within` means that the value has the right form, but a part of it is not valid.
        """
        self.reason, self.wanted, self.meant, self.within = reason, wanted, meant, within
        hint = f"; did you mean {meant}?" if meant else ""
        super().__init__(f"{reason}; wanted {wanted}{hint}")


@frozen
class Integer(Value):
    """An integer between two bounds, both included."""

    minimum: int
    maximum: int = 2**31 - 1

    @property
    def wanted(self) -> str:
        """The bounds in words; one that is only the limit of 32-bit integers is left out."""
        if self.minimum == -(2**31) and self.maximum == 2**31 - 1:
            return "a whole number"
        if self.maximum == 2**31 - 1:
            return f"a whole number of at least {self.minimum}"
        return f"a whole number from {self.minimum:,} to {self.maximum:,}"

    def read(self, value: Any) -> int:
        """The number, or WrongValue."""
        number = as_number(value)
        if number is None:
            raise WrongValue("is not a number", self.wanted)
        if isinstance(number, float) and not math.isfinite(number):
            raise WrongValue("is not finite", self.wanted)
        if number != int(number):
            raise WrongValue("is not a whole number", self.wanted)
        if number < self.minimum:
            raise WrongValue("is too small", self.wanted)
        if number > self.maximum:
            raise WrongValue("is too large", f"a whole number from {self.minimum:,} to {self.maximum:,}")
        return int(number)


LARGEST, SMALLEST = 3.4e38, 2.0**-126
"""The largest and smallest positive numbers of float32, in which models compute."""


@frozen
class Number(Value):
    """A finite number between two bounds; `above` excludes the lower bound, `below` the upper bound."""

    minimum: float = -math.inf
    maximum: float = math.inf
    above: bool = False
    below: bool = False

    @property
    def wanted(self) -> str:
        """The bounds in words."""
        low, high = f"{self.minimum:g}", f"{self.maximum:g}"
        if math.isinf(self.minimum) and math.isinf(self.maximum):
            return "a finite number"
        if math.isinf(self.maximum):
            return f"a number above {low}" if self.above else f"a number of at least {low}"
        if math.isinf(self.minimum):
            return f"a number below {high}" if self.below else f"a number of at most {high}"
        if self.above:
            return f"a number above {low} and {'below' if self.below else 'at most'} {high}"
        return f"a number from {low} to {'below ' if self.below else ''}{high}"

    def read(self, value: Any) -> float:
        """The number as a float, or WrongValue."""
        given = as_number(value)
        if given is None:
            raise WrongValue("is not a number", self.wanted)
        try:
            number = float(given)
        except OverflowError:
            raise WrongValue("is too large", self.wanted) from None
        if not math.isfinite(number):
            raise WrongValue("is not finite", self.wanted)
        if abs(number) > LARGEST:
            raise WrongValue("is too large", f"{self.wanted}, at most {LARGEST:.3g}")
        if 0 < abs(number) < SMALLEST:
            raise WrongValue("is too small", f"{self.wanted}, at least {SMALLEST:.3g} or 0")
        if number < self.minimum or (self.above and number == self.minimum):
            raise WrongValue("is too small", self.wanted)
        if number > self.maximum or (self.below and number == self.maximum):
            raise WrongValue("is too large", self.wanted)
        return number


@frozen
class Boolean(Value):
    """True or false."""

    wanted: str = "true or false"

    def read(self, value: Any) -> bool:
        """The boolean, or WrongValue."""
        if not isinstance(value, bool):
            raise WrongValue("is not a boolean", self.wanted)
        return value


@frozen
class Text(Value):
    """Text on one line."""

    wanted: str = "text"

    def read(self, value: Any) -> str:
        """The text, or WrongValue."""
        if not isinstance(value, str):
            raise WrongValue("is not text", self.wanted)
        if len(value.splitlines()) > 1:
            raise WrongValue("has several lines", "text on one line")
        if not is_writable(value):
            raise WrongValue("is not valid Unicode", "text that can be encoded in UTF-8")
        return as_text(value)


@frozen
class Identifier(Value):
    """The name of a layer; words with which other paths of settings begin are reserved."""

    wanted: str = "small letters, digits, - and _, beginning with a letter"
    taken = ("model", "optimizer", "dataset", "train", "input_layer")

    def read(self, value: Any) -> str:
        """The name, or WrongValue."""
        if not isinstance(value, str) or not re.fullmatch(r"[a-z][a-z0-9_-]*", value):
            raise WrongValue("is not a valid layer name", self.wanted)
        if value in self.taken:
            raise WrongValue("is reserved", f"a name other than {', '.join(self.taken)}")
        return as_text(value)


@frozen
class OneOf(Value):
    """One of a few words."""

    choices: tuple[str, ...]
    what: str = "one of"

    @property
    def wanted(self) -> str:
        """The words if they are few, otherwise a description of them."""
        few = 8
        return f"one of {', '.join(self.choices)}" if len(self.choices) <= few else self.what

    def read(self, value: Any) -> str:
        """The word, or WrongValue with the nearest."""
        if not isinstance(value, str):
            raise WrongValue("is not known", self.wanted)
        if value not in self.choices:
            raise WrongValue("is not known", self.wanted, nearest(value, self.choices))
        return as_text(value)


@frozen
class Shape(Value):
    """A shape without the batch axis: integers, outermost axis first; with `free`, one of them may be -1."""

    free: bool = False

    @property
    def wanted(self) -> str:
        """A description with an example."""
        return "whole numbers of at least 1, as [28, 28]" + (", at most one of them -1" * self.free)

    def read(self, value: Any) -> tuple[int, ...]:
        """The shape, or WrongValue."""
        if not isinstance(value, (list, tuple)) or not value:
            raise WrongValue("is not a shape", self.wanted)
        axis = Integer(-1 if self.free else 1)
        try:
            axes = tuple(axis.read(each) for each in value)
        except WrongValue:
            raise WrongValue("is not a shape", self.wanted) from None
        if 0 in axes:
            raise WrongValue("is not a shape", self.wanted)
        if axes.count(-1) > 1:
            raise WrongValue("has two free axes", self.wanted)
        return axes


@frozen
class Names(Value):
    """The names of registered objects, in order."""

    wanted: str = "a list of names, as ['digits']"

    def read(self, value: Any) -> tuple[str, ...]:
        """The names, or WrongValue."""
        if not isinstance(value, (list, tuple)):
            raise WrongValue("is not a list of names", self.wanted)
        names = tuple(Text().read(each) for each in value)
        if not all(names):
            raise WrongValue("has an empty name", self.wanted)
        return names
