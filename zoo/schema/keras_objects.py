"""Settings that hold a Keras object: an initializer, a regularizer, a learning rate schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.errors import shorten
from zoo.registry import nearest
from zoo.schema.fields import DEEPEST, WrongValue
from zoo.schema.plain_values import as_number, as_text, is_writable
from zoo.schema.value import Value, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping


class Arguments:
    """The arguments of a Keras object by name; the `needed` ones have no default."""

    def __init__(self, *needed: str, **kinds: Any) -> None:
        self.needed, self.kinds = needed, kinds

    def read(self, table: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments as read by their kinds; WrongValue for the first that is not valid."""
        for key in table:
            if key not in self.kinds:
                wanted = f"one of {', '.join(self.kinds)}" if self.kinds else "no argument"
                reason = f"has an unknown {shorten(key)}"
                raise WrongValue(reason, wanted, nearest(key, self.kinds), within=True)
        for key in self.needed:
            if key not in table:
                raise WrongValue(f"has no {key}", self.kinds[key].wanted, within=True)
        return {key: self._argument(key, value) for key, value in table.items()}

    def _argument(self, key: str, value: Any) -> Any:
        try:
            return self.kinds[key].read(value)
        except WrongValue as wrong:
            reason = f"has {key}={shorten(value)}, which {wrong.reason}"
            raise WrongValue(reason, wrong.wanted, wrong.meant, within=True) from None


@frozen
class Numbers(Value):
    """A list of numbers of one kind; with `alone`, also a single number."""

    each: Any
    alone: bool = False

    @property
    def wanted(self) -> str:
        """That of the inner kind, for each."""
        return f"{self.each.wanted}, or a list of them" if self.alone else f"a list, each {self.each.wanted}"

    def read(self, value: Any) -> Any:
        """A tuple, or the single number; WrongValue for the first that is not valid."""
        if isinstance(value, (list, tuple)) and value:
            return tuple(self.each.read(item) for item in value)
        if self.alone:
            return self.each.read(value)
        raise WrongValue("is not a list", self.wanted)


@frozen
class Configured(Value):
    """A Keras object by its name, or as a table with its type and arguments.

    `{type = "L2", l2 = 0.01}` is stored as a tuple of pairs, so that the declaration is hashable.
    `types` has the arguments of each type.
    """

    what: str
    names: tuple[str, ...]
    types: Mapping[str, Arguments]

    @property
    def wanted(self) -> str:
        """The accepted forms."""
        table = f'a table {{type = "{next(iter(self.types))}", …}}'
        return f"the name of {self.what}, or {table}" if self.names else table

    def read(self, value: Any) -> Any:
        """The name, or the table as pairs; WrongValue with the nearest name."""
        if isinstance(value, str):
            if value not in self.names:
                known = self.names or self.types
                raise WrongValue(f"is not {self.what}", self.wanted, nearest(value, known))
            return as_text(value)
        try:
            table = dict(value)
        except (TypeError, ValueError):
            table = {}
        kind = table.pop("type", None)
        if not isinstance(kind, str) or kind not in self.types:
            meant = nearest(kind, self.types) if isinstance(kind, str) else None
            raise WrongValue(f"is not {self.what}", self.wanted, meant)
        if not all(isinstance(key, str) for key in table):
            raise WrongValue(f"is not {self.what}", self.wanted)
        arguments = self.types[kind].read(table)
        return (("type", as_text(kind)), *((key, freeze(item)) for key, item in sorted(arguments.items())))


def freeze(value: Any, levels: int = DEEPEST) -> Any:
    """A TOML value in hashable form: arrays become tuples, tables become tuples of pairs.

    Values that TOML does not have, and values nested too deep, are left in a form that `fits_toml` rejects.
    """
    if isinstance(value, (dict, list, tuple)) and levels == 0:
        return [value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return tuple((as_text(key), freeze(item, levels - 1)) for key, item in sorted(value.items()))
    if isinstance(value, (list, tuple)):
        return tuple(freeze(item, levels - 1) for item in value)
    if isinstance(value, str):
        return as_text(value)
    number = as_number(value)
    return value if number is None else number


def fits_toml(value: Any) -> bool:
    """Whether a frozen value can be written to TOML and read back unchanged."""
    if isinstance(value, tuple):
        return all(fits_toml(item) for item in value)
    if isinstance(value, str):
        return is_writable(value)
    if isinstance(value, int):
        return abs(value) < 2**63
    return isinstance(value, float)


def thaw(value: Any) -> Any:
    """The inverse of `freeze`; a tuple of pairs whose first item is text becomes a table."""
    if isinstance(value, tuple):
        pairs = value and all(
            isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str)  # noqa: PLR2004 - key and value
            for item in value
        )
        return {key: thaw(item) for key, item in value} if pairs else [thaw(item) for item in value]
    return value
