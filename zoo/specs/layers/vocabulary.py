"""The layers that can be declared, by the name of their Keras class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from zoo.specs import layers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.specs.layers.base import LayerDeclaration


NO_LAYERS = ("Block", "Layer", "Residual")


class Vocabulary(Mapping[str, "type[LayerDeclaration]"]):
    """The layers by name. A layer is imported when it is looked up, so that a model only imports its own."""

    def __init__(self, names: tuple[str, ...]) -> None:
        """`names` are those of classes in `zoo.specs.layers`."""
        self._names = dict.fromkeys(names)

    def __getitem__(self, name: str) -> type[LayerDeclaration]:
        """The class of a layer; KeyError if there is none."""
        if name not in self._names:
            raise KeyError(name)
        found: type[LayerDeclaration] = getattr(layers, name)
        return found

    def __contains__(self, name: object) -> bool:
        """Whether there is a layer of this name; imports none."""
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self._names)

    def __len__(self) -> int:
        """How many layers there are."""
        return len(self._names)


VOCABULARY = Vocabulary(tuple(name for name in layers.__all__ if name not in NO_LAYERS))
"""The layers of Keras; blocks of layers are expanded to them."""
