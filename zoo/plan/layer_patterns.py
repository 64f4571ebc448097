"""Patterns over the names of layers, such as `conv*`, and the layers that they match."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.schema.fields import WrongValue
from zoo.schema.plain_values import as_text
from zoo.schema.value import Value, frozen
from zoo.specs.layers.block import Block, Residual, lists_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zoo.specs.layers.base import LayerDeclaration
    from zoo.specs.model import ModelSpec


@frozen
class LayerPatterns(Value):
    """The kind of a setting that has names or patterns of layers, as a list or separated by commas."""

    wanted: str = "names or patterns of layers, as ['conv*']"

    def read(self, value: Any) -> tuple[str, ...]:
        """The patterns, or WrongValue."""
        given = value.split(",") if isinstance(value, str) else value
        if not isinstance(given, (list, tuple)) or not given:
            raise WrongValue("is not a list of names", self.wanted)
        if not all(isinstance(each, str) and each.strip() for each in given):
            raise WrongValue("has something that is not a name", self.wanted, within=True)
        return tuple(as_text(each).strip() for each in given)


class LayerNames(NamedTuple):
    """The names of a model's layers, and those of its blocks, which stand for all layers inside."""

    layers: tuple[str, ...]
    blocks: tuple[str, ...] = ()

    @classmethod
    def of(cls, spec: ModelSpec) -> LayerNames:
        """Those of a spec made of layers."""
        names = tuple(str(layer.name) for layer in spec.flat)
        found = (re.match(f"{path}(?=_)", name) for path in _paths(spec.layers, "") for name in names)
        return cls(names, tuple(dict.fromkeys(each[0] for each in found if each)))

    def matching(self, pattern: str) -> frozenset[str]:
        """The layers that a pattern matches; `stage.conv` is the layer `conv` of the block `stage`."""
        plain = _plain(pattern)
        inside = tuple(f"{block}_" for block in self.blocks if fnmatchcase(_plain(block), plain))
        return frozenset(
            name for name in self.layers if fnmatchcase(_plain(name), plain) or name.startswith(inside)
        )


def _plain(name: str) -> str:
    """A name without dots, which no layer of a spec has: Keras's names join those of blocks by `_`."""
    return name.replace(".", "_")


def _paths(layers: Sequence[LayerDeclaration], before: str) -> Iterator[str]:
    """A regular expression for the names of each block, with and without the number of a repeat."""
    for layer in layers:
        if isinstance(layer, (Block, Residual)):
            path = f"{before}{re.escape(str(layer.name))}"
            numbers = (r"_\d+",) if layer.repeat is not None else ()
            yield from (path, *(f"{path}{each}" for each in numbers))
            for _, inside in lists_in(layer):
                yield from _paths(inside, f"{path}{''.join(numbers)}_")
