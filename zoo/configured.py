"""Settings that hold a thing of Keras's: an initializer, a regularizer, a learning rate schedule."""

from __future__ import annotations

from typing import Any

from registry import nearest
from zoo.plain import as_number, as_text, is_writable
from zoo.settings import DEEPEST, WrongValue
from zoo.value import Value, frozen


@frozen
class Configured(Value):
    """A thing of Keras's by name, or as a table of its type and arguments.

    `{type = "L2", l2 = 0.01}` is held as a tuple of pairs, so that a declaration stays hashable;
    its arguments are Keras's own, and Keras checks them when it builds.
    """

    what: str
    names: tuple[str, ...]
    types: tuple[str, ...]

    @property
    def wanted(self) -> str:
        """Both ways to write it."""
        if not self.names:
            return f'a table {{type = "{self.types[0]}", …}}'
        return f'the name of {self.what}, or a table {{type = "{self.types[0]}", …}}'

    def read(self, value: Any) -> Any:  # noqa: ANN401 - a name or a table
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
        arguments = freeze(table)
        if not fits_toml(arguments):
            raise WrongValue("holds what TOML can't", "arguments that are text, numbers, arrays and tables")
        return (("type", as_text(kind)), *arguments)


def freeze(value: Any, levels: int = DEEPEST) -> Any:  # noqa: ANN401 - any TOML value
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


def fits_toml(value: Any) -> bool:  # noqa: ANN401 - whatever was frozen
    """Whether a frozen value can be written, and read back equal."""
    if isinstance(value, tuple):
        return all(fits_toml(item) for item in value)
    if isinstance(value, str):
        return is_writable(value)
    if isinstance(value, int):
        return abs(value) < 2**63
    return isinstance(value, float)


def thaw(value: Any) -> Any:  # noqa: ANN401 - any frozen value
    """The TOML value that `freeze` was given; a tuple of pairs that begin with text is a table."""
    if isinstance(value, tuple):
        pairs = value and all(
            isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str)  # noqa: PLR2004 - key and value
            for item in value
        )
        return {key: thaw(item) for key, item in value} if pairs else [thaw(item) for item in value]
    return value
