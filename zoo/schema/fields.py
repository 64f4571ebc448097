"""What a setting may hold: each kind reads a plain value, or says what is wrong with it.

A declaration's field names its kind in its annotation::

    units: Annotated[int, Whole(1)]

The same kinds guard layers, optimizers, the training settings and the options of the command.
"""

from __future__ import annotations

import math
import re
from typing import Any

from registry import nearest
from zoo.schema.value import Value, frozen


class WrongValue(ValueError):
    """A value that its setting can't hold."""

    def __init__(self, reason: str, wanted: str, meant: str | None = None, *, within: bool = False) -> None:
        """`reason` is a predicate ("is too small"), `wanted` a noun phrase.

        `within` says that the value is of the right kind, and a part of it is wrong.
        """
        self.reason, self.wanted, self.meant, self.within = reason, wanted, meant, within
        hint = f"; did you mean {meant}?" if meant else ""
        super().__init__(f"{reason}; wanted {wanted}{hint}")


@frozen
class Integer(Value):
    """A whole number within bounds, both included."""

    minimum: int
    maximum: int = 2**31 - 1

    @property
    def wanted(self) -> str:
        """The bounds in words; an upper one that only guards the machine's integers is left out."""
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
"""Of the numbers that float32 holds, which is what is computed in: the rest would be infinite, or 0."""


@frozen
class Number(Value):
    """A finite number within bounds; `above` leaves the lower bound itself out, `below` the upper."""

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
            raise WrongValue("is too small", f"{self.wanted}, at least {SMALLEST:.3g} where it is not 0")
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
        """The truth value, or WrongValue."""
        if not isinstance(value, bool):
            raise WrongValue("is neither", self.wanted)
        return value


@frozen
class Text(Value):
    """Any text, on one line."""

    wanted: str = "text"

    def read(self, value: Any) -> str:
        """The text, or WrongValue."""
        if not isinstance(value, str):
            raise WrongValue("is no text", self.wanted)
        if len(value.splitlines()) > 1:
            raise WrongValue("has several lines", "text on one line")
        if not is_writable(value):
            raise WrongValue("has half a character", "text that UTF-8 can write")
        return as_text(value)


@frozen
class Identifier(Value):
    """The name of a layer; the words that begin other paths are taken."""

    wanted: str = "small letters, digits, - and _, beginning with a letter"
    taken = ("model", "optimizer", "dataset", "train", "input_layer")

    def read(self, value: Any) -> str:
        """The name, or WrongValue."""
        if not isinstance(value, str) or not re.fullmatch(r"[a-z][a-z0-9_-]*", value):
            raise WrongValue("can't name a layer", self.wanted)
        if value in self.taken:
            raise WrongValue("is taken", f"a name other than {', '.join(self.taken)}")
        return as_text(value)


@frozen
class OneOf(Value):
    """One of a few words."""

    choices: tuple[str, ...]
    what: str = "one of"

    @property
    def wanted(self) -> str:
        """The words themselves where they are few, else what they are."""
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
    """A shape without its batch axis: whole numbers, outermost first; `free` lets one be -1."""

    free: bool = False

    @property
    def wanted(self) -> str:
        """An example says it shortest."""
        return "whole numbers of at least 1, as [28, 28]" + (", at most one of them -1" * self.free)

    def read(self, value: Any) -> tuple[int, ...]:
        """The shape, or WrongValue."""
        if not isinstance(value, (list, tuple)) or not value:
            raise WrongValue("is no shape", self.wanted)
        axis = Integer(-1 if self.free else 1)
        try:
            axes = tuple(axis.read(each) for each in value)
        except WrongValue:
            raise WrongValue("is no shape", self.wanted) from None
        if 0 in axes:
            raise WrongValue("is no shape", self.wanted)
        if axes.count(-1) > 1:
            raise WrongValue("has two free axes", self.wanted)
        return axes


def as_number(value: Any) -> int | float | None:
    """The number that a value is, as Python has it, or None; True is none, though Python thinks so."""
    if isinstance(value, (bool, str)):
        return None
    if isinstance(value, (int, float)):
        return int(value) if isinstance(value, int) else float(value)
    import numbers

    if isinstance(value, numbers.Integral):
        return int(value)
    try:
        return float(value) if isinstance(value, numbers.Real) else None
    except OverflowError:  # a fraction
        return math.inf


def as_text(value: str) -> str:
    """The text itself: a member of a `str` Enum calls itself otherwise."""
    return str.__str__(value)


def is_writable(text: str) -> bool:
    """Whether a file can hold it: half of a surrogate pair is no character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
