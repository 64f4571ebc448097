"""The custom objects of a model: classes and functions of a plugin, which Keras has to know to load a file.

They are recorded by distribution and module, and imported by them in another process. Nothing is imported
because a `.keras` file names it.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from typing import TYPE_CHECKING, Any

import keras

from zoo.catalog.modules import import_of, owner_of
from zoo.schema.value import Value, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

COMMON = {"self", "name", "dtype", "trainable", "activity_regularizer", "autocast"}
"""Arguments that Keras itself keeps."""


@frozen
class CustomObject(Value):
    """A class or function that is not one of Keras's.

    Attributes:
        name: Its name as Keras writes it: "zoo_tiny>Centre" if it is registered, else "Centre".
        module: Its module.
        distribution: The plugin whose module it is, empty if none.
        version: The version of the plugin.
    """

    name: str
    module: str
    distribution: str = ""
    version: str = ""

    def to_table(self) -> dict[str, str]:
        """The fields, as in a record."""
        return {
            "name": self.name,
            "module": self.module,
            "distribution": self.distribution,
            "version": self.version,
        }

    @property
    def short(self) -> str:
        """The name without the package that it is registered in."""
        return self.name.rpartition(">")[2]

    def found(self) -> Any:
        """The class or function in this process; None if it is not known."""
        known = keras.saving.get_registered_object(self.name)
        return known or getattr(importlib.import_module(self.module), self.short, None)


def custom_objects_of(model: keras.Model) -> tuple[CustomObject, ...]:
    """The custom objects in a model's configuration; none if it can't be written."""
    try:
        described = keras.saving.serialize_keras_object(model)
    except Exception:  # noqa: BLE001 - a third-party get_config may raise anything
        return ()
    found = dict.fromkeys(_named(described))
    objects = []
    for name, module in found:
        owner = owner_of(module)
        objects.append(CustomObject(name, module, *(owner or ("", ""))))
    return tuple(objects)


def import_all(objects: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """Import recorded custom objects by their distribution, and return those that are not registered by name.

    Raises ZooError if a plugin is not installed or a module is not its own; objects without a distribution
    are left out.
    """
    unregistered: dict[str, Any] = {}
    for each in objects:
        name, module, distribution = (each.get(key, "") for key in ("name", "module", "distribution"))
        if distribution:
            known = vars(import_of(distribution, module)).get(name)
            unregistered |= {} if known is None else {name: known}
    return unregistered


def is_importable(known: Any) -> bool:
    """Whether another process finds a class or function in its module; not if a function defines it."""
    return getattr(sys.modules.get(known.__module__), known.__name__, None) is known


def lost_arguments(known: Any) -> list[str]:
    """The arguments of a class that its `get_config` is not known to return: it has no own `get_config`."""
    if not isinstance(known, type) or "get_config" in vars(known):
        return []
    parameters = inspect.signature(known).parameters.values()
    kinds = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [each.name for each in parameters if each.kind not in kinds and each.name not in COMMON]


def missing_arguments(layer: keras.layers.Layer) -> list[str]:
    """The arguments of a layer's class that are not in its configuration."""
    parameters = inspect.signature(type(layer)).parameters.values()
    kinds = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    named = [each.name for each in parameters if each.kind not in kinds]
    return [name for name in named if name not in COMMON and name not in layer.get_config()]


def _named(described: Any) -> Iterator[tuple[str, str]]:
    """The names and modules of custom objects in a configuration."""
    if isinstance(described, dict):
        module = described.get("module")
        if (
            "class_name" in described
            and isinstance(module, str)
            and module.partition(".")[0] not in ("keras", "builtins")
        ):
            name = described.get("registered_name") or described["class_name"]
            if described["class_name"] == "function":
                name = described.get("registered_name") or described["config"]
            yield name, module
        for value in described.values():
            yield from _named(value)
    elif isinstance(described, (list, tuple)):
        for value in described:
            yield from _named(value)
