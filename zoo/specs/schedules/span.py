"""Parts of a run: a number of steps, some epochs, or a share of the run."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, NamedTuple

from zoo.schema.fields import Integer, WrongValue
from zoo.schema.plain_values import as_text
from zoo.schema.value import Value, frozen

WRITTEN = re.compile(r"(?P<number>\d{1,6}(\.\d{1,6})?) ?(?P<unit>epochs?|%)")


@frozen
class Span(Value):
    """A whole number of steps, or text such as "3 epochs" or "10%"."""

    minimum: int = 1

    @property
    def wanted(self) -> str:
        """The accepted forms."""
        return f"{Integer(self.minimum).wanted}, or text such as '3 epochs' or '10%'"

    def read(self, value: Any) -> int | str:
        """The number of steps, or the text; WrongValue for anything else."""
        if not isinstance(value, str):
            try:
                return Integer(self.minimum).read(value)
            except WrongValue as wrong:
                raise WrongValue(wrong.reason, self.wanted) from None
        written = WRITTEN.fullmatch(value.strip())
        if written is None:
            raise WrongValue("is not a part of a run", self.wanted)
        number = Fraction(written["number"])
        if number == 0 and self.minimum:
            raise WrongValue("is too small", self.wanted)
        if number > 100 and written["unit"] == "%":  # noqa: PLR2004 - the whole run
            raise WrongValue("is too large", self.wanted)
        return as_text(value.strip())


class Run(NamedTuple):
    """The length of a run; the steps of an epoch are not known before the data is loaded."""

    epochs: int
    steps_per_epoch: int | None = None

    def part(self, span: int | str) -> Fraction | None:
        """A span as a part of the run, which is 1; None for steps if their number is not known."""
        if isinstance(span, int):
            return Fraction(span, self.steps) if self.steps_per_epoch else None
        written = WRITTEN.fullmatch(span)
        assert written is not None
        return Fraction(written["number"]) / (100 if written["unit"] == "%" else self.epochs)

    @property
    def steps(self) -> int:
        """The number of all steps."""
        assert self.steps_per_epoch is not None
        return self.epochs * self.steps_per_epoch

    def length(self, part: Fraction, like: int | str) -> str:
        """A part of the run in words, in the unit of a span: "2 of 5 epochs"."""
        if isinstance(like, int):
            return f"{round(part * self.steps):,} of {self.steps:,} steps"
        if like.endswith("%"):
            return f"{float(part * 100):g}% of the run"
        return f"{float(part * self.epochs):g} of {self.epochs:,} epochs"
