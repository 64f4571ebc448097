"""The names of layers that are declared without one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zoo.specs.layers.base import snake_case
from zoo.specs.layers.block import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zoo.specs.layers.base import LayerDeclaration


def names_for(layers: Iterable[tuple[str | None, str]]) -> list[str]:
    """Names for (name, type) pairs; a layer without a name gets a free one: `dense`, `dense_1`, ….

    Blocks are called `block`, `block2`, …, since `block_1` begins the names of layers in the first repeat.
    """
    layers = tuple(layers)
    taken = {name for name, _ in layers if name is not None}
    names = []
    numbers: dict[str, int] = {}  # the next number of each type, so that 30,000 layers are fast
    for name, kind in layers:
        stem, free = snake_case(kind), name
        while free is None:
            number = numbers.get(stem, 0)
            suffix = str(number + 1) if kind in BLOCKS else f"_{number}"
            candidate = f"{stem}{suffix}" if number else stem
            free, numbers[stem] = (None if candidate in taken else candidate), number + 1
        taken.add(free)
        names.append(free)
    return names


def could_be_default(layer: LayerDeclaration) -> bool:
    """Whether the name of a layer has the form of a default one."""
    suffix = r"\d+" if layer.type in BLOCKS else r"_\d+"
    return bool(re.fullmatch(rf"{snake_case(layer.type)}({suffix})?", str(layer.name)))
