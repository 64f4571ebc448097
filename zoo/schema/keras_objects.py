"""Settings that hold a thing of Keras's: an initializer, a regularizer, a learning rate schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry import nearest
from zoo.errors import shorten
from zoo.schema.fields import WrongValue, as_number, as_text, is_writable
from zoo.schema.toml import DEEPEST
from zoo.schema.value import Value, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping


class Arguments:
    """The arguments of a thing of Keras's by name; the `needed` ones have no default."""

    def __init__(self, *needed: str, **kinds: Any) -> None:
        self.needed, self.kinds = needed, kinds

    def read(self, table: Mapping[str, Any]) -> dict[str, Any]:
        """What each kind reads; WrongValue for the first argument that can't be meant."""
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
    """A list of numbers of one kind; `alone` lets one stand without a list."""

    each: Any
    alone: bool = False

    @property
    def wanted(self) -> str:
        """The kind's, for each."""
        return f"{self.each.wanted}, or a list of such" if self.alone else f"a list, each {self.each.wanted}"

    def read(self, value: Any) -> Any:
        """A tuple, or the one number; WrongValue for the first that can't be meant."""
        if isinstance(value, (list, tuple)) and value:
            return tuple(self.each.read(item) for item in value)
        if self.alone:
            return self.each.read(value)
        raise WrongValue("is no list", self.wanted)


@frozen
class Configured(Value):
    """A thing of Keras's by name, or as a table of its type and arguments.

    `{type = "L2", l2 = 0.01}` is held as a tuple of pairs, so that a declaration stays hashable.
    `types` say which arguments each takes.
    """

    what: str
    names: tuple[str, ...]
    types: Mapping[str, Arguments]

    @property
    def wanted(self) -> str:
        """Both ways to write it."""
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
    """A TOML value made hashable: arrays become tuples, tables tuples of pairs.

    What is no TOML value, or nested too deep, stays something that `fits_toml` refuses.
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
    """Whether a frozen value can be written, and read back equal."""
    if isinstance(value, tuple):
        return all(fits_toml(item) for item in value)
    if isinstance(value, str):
        return is_writable(value)
    if isinstance(value, int):
        return abs(value) < 2**63
    return isinstance(value, float)


def thaw(value: Any) -> Any:
    """The TOML value that `freeze` was given; a tuple of pairs that begin with text is a table."""
    if isinstance(value, tuple):
        pairs = value and all(
            isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str)  # noqa: PLR2004 - key and value
            for item in value
        )
        return {key: thaw(item) for key, item in value} if pairs else [thaw(item) for item in value]
    return value
