"""The settings of declarations as Keras's own objects: initializers, regularizers, constraints, schedules."""

from __future__ import annotations

import importlib
from typing import Any

import keras

from zoo.errors import ZooError
from zoo.registry import CallFailed, guarded
from zoo.schema.declaration import settings_of
from zoo.schema.keras_objects import thaw
from zoo.specs.layers.base import LayerDeclaration, snake_case

PLACES = {
    "initializer": keras.initializers,
    "regularizer": keras.regularizers,
    "constraint": keras.constraints,
    "learning_rate": keras.optimizers.schedules,
}


def keras_settings(declared: object) -> dict[str, Any]:
    """The settings of a layer or an optimizer, as Keras takes them."""
    return {name: _keras_value(name, getattr(declared, name)) for name in settings_of(type(declared))}


def keras_layer(declared: LayerDeclaration, **more: Any) -> keras.layers.Layer:
    """The Keras layer of a declaration, with `more` arguments.

    A layer inside another has the default name of its type, so that its weights have the same names in each
    process.
    """
    settings = {key: value for key, value in keras_settings(declared).items() if key != "inputs"}
    settings["name"] = declared.name or snake_case(declared.type)
    return keras_class(declared)(**settings, **(declared.arguments() | more))


def keras_class(declared: LayerDeclaration) -> Any:
    """The class of a layer: Keras's, or that of a plugin, which is imported here."""
    if not declared.keras_class:
        return getattr(keras.layers, declared.type)
    module, _, name = declared.keras_class.partition(":")
    try:
        with guarded():
            found = getattr(importlib.import_module(module), name)
    except CallFailed as failed:
        raise ZooError(f"{declared.keras_class} can't be imported: {failed}") from failed.__cause__
    if not (isinstance(found, type) and issubclass(found, keras.layers.Layer)):
        raise ZooError(f"{declared.keras_class} is {type(found).__name__}; wanted a keras.layers.Layer class")
    return found


def _keras_value(setting: str, value: Any) -> Any:
    """Turn a table `{type = …}`, or a layer, into the object that it describes; return others unchanged."""
    if isinstance(value, LayerDeclaration):
        return keras_layer(value)
    table = thaw(value) if isinstance(value, tuple) else value
    if not isinstance(table, dict):
        return value
    kind = next(place for suffix, place in PLACES.items() if setting.endswith(suffix))
    arguments = {key: item for key, item in table.items() if key != "type"}
    try:
        return getattr(kind, table["type"])(**arguments)
    except (TypeError, ValueError) as error:
        msg = f"{setting} can't be built: {table['type']}: {error}"
        raise ZooError(msg) from None
