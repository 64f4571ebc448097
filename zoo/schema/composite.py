"""Settings that are made of others: a pair of them, one or nothing, one kind or another."""

from __future__ import annotations

from typing import Any

from zoo.schema.fields import Integer, WrongValue
from zoo.schema.value import Value, frozen


@frozen
class Pair(Value):
    """Two whole numbers, for height and width; one number stands for both."""

    minimum: int = 1

    @property
    def wanted(self) -> str:
        """Both ways to write it."""
        return f"a whole number of at least {self.minimum}, or two of them"

    def read(self, value: Any) -> tuple[int, int]:
        """Always two numbers, or WrongValue."""
        both = tuple(value) if isinstance(value, (list, tuple)) else (value, value)
        if len(both) != 2:  # noqa: PLR2004 - height and width
            raise WrongValue("is no pair", self.wanted)
        each = Integer(self.minimum)
        try:
            return each.read(both[0]), each.read(both[1])
        except WrongValue as wrong:
            raise WrongValue(wrong.reason, self.wanted) from None


@frozen
class Optional(Value):
    """Another kind, or nothing; TOML has no null, so on the command line nothing is `none`."""

    inner: Any

    @property
    def wanted(self) -> str:
        """The other kind's; that it may be left out is no correction."""
        return str(self.inner.wanted)

    def read(self, value: Any) -> Any:
        """None, or what the inner kind reads."""
        nothing = value is None or (isinstance(value, str) and value == "none")
        return None if nothing else self.inner.read(value)


@frozen
class Either(Value):
    """The first of several kinds that can read the value.

    If none can, it is the complaint of the one that knows what was meant, else the first one's.
    """

    kinds: tuple[Any, ...]

    @property
    def wanted(self) -> str:
        """All of them."""
        return ", or ".join(kind.wanted for kind in self.kinds)

    def read(self, value: Any) -> Any:
        """What the first kind that can read it makes of it, or WrongValue."""
        complaints = []
        for kind in self.kinds:
            try:
                return kind.read(value)
            except WrongValue as wrong:
                complaints.append(wrong)
        raise next((each for each in complaints if each.meant or each.within), complaints[0])
