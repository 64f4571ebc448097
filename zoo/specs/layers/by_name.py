"""The layers that can be declared, by the name of their Keras class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from zoo import installed
from zoo.registry import Registry, RegistryError
from zoo.specs import layers
from zoo.specs.layers.other import CHAINABLE
from zoo.specs.layers.own import OwnLayerClass
from zoo.specs.layers.refused import REFUSED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.specs.layers.base import LayerDeclaration


NO_LAYERS = ("Block", "Layer", "Residual")
PLUGINS: Registry[Any] = installed.registry("zoo.layers", OwnLayerClass, "layer")
"""The layers of plugins."""


class Unloadable(KeyError):
    """A plugin's layer that can't be loaded; `reason` says why."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class LayersByName(Mapping[str, "type[LayerDeclaration]"]):
    """The layers by name. A layer is imported when it is looked up, so that a model only imports its own.

    Layers of plugins are looked up, too, but iteration only has Keras's.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        """`names` are those of classes in `zoo.specs.layers`."""
        self._names = dict.fromkeys(names)

    def __getitem__(self, name: str) -> type[LayerDeclaration]:
        """The class of a layer; KeyError if there is none, Unloadable if a plugin has it and fails."""
        if name not in self._names and name not in self:
            raise KeyError(name)
        if name in self._names:
            found: type[LayerDeclaration] = getattr(layers, name)
            return found
        try:
            found = PLUGINS[name]
        except RegistryError as error:
            raise Unloadable(str(error)) from None
        return found

    def __contains__(self, name: object) -> bool:
        """Whether there is a layer of this name; imports none."""
        if name in self._names:
            return True
        if not isinstance(name, str) or name in (*NO_LAYERS, *CHAINABLE, *REFUSED):
            return False
        return bool(PLUGINS.claimants(name))

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self._names)

    def __len__(self) -> int:
        """How many layers there are."""
        return len(self._names)


def fault_of(name: str) -> str:
    """Why a plugin's layer of this name can't be loaded; "" if it can, or if there is none."""
    try:
        _ = LAYERS[name]
    except Unloadable as failed:
        return failed.reason
    except KeyError:
        return ""
    return ""


LAYERS = LayersByName(tuple(name for name in layers.__all__ if name not in NO_LAYERS))
"""The layers of Keras; blocks of layers are expanded to them."""
