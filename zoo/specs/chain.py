"""The layers of a model: checked, named, and written as TOML tables."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zoo.errors import Problem, shown
from zoo.registry import nearest
from zoo.schema import declaration
from zoo.schema.fields import Identifier, WrongValue
from zoo.schema.keras_objects import fits_toml
from zoo.specs import graph
from zoo.specs.layers.base import LayerDeclaration, snake_case
from zoo.specs.layers.head import Head
from zoo.specs.layers.other import CHAINABLE, REFUSED, Layer, goes_beyond
from zoo.specs.layers.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

INPUTS = declaration.settings_of(LayerDeclaration)["inputs"].kind
PLACE = ("name", "inputs")
"""The fields that say where a layer is in its model."""


def checked(layers: Iterable[Any], problems: list[Problem]) -> tuple[LayerDeclaration, ...]:
    """The layers with checked settings, all named.

    Errors are added to `problems`; the returned layers are only valid if there are none.
    """
    sound = []
    for position, layer in enumerate(layers):
        path = f"layers.{position}"
        if type(layer) in (Layer, VOCABULARY.get(type(layer).__name__)):
            sound.append(_checked(layer, path, problems))
        else:
            problems.append(Problem(path, shown(layer), "wanted a layer of zoo, such as zoo.Dense(10)"))
            sound.append(Layer("?"))
    names = _check_order(sound, problems)
    if problems:
        return tuple(sound)
    return graph.normalized([_renamed(layer, name) for layer, name in zip(sound, names, strict=True)])


def from_tables(tables: Any, problems: list[Problem]) -> tuple[LayerDeclaration, ...]:
    """The layers of `[[layers]]` tables.

    Errors are added to `problems`; the returned layers are only valid if there are none.
    """
    if not isinstance(tables, list):
        problems.append(Problem("layers", shown(tables), "wanted [[layers]] tables"))
        return ()
    layers = [_read(table, f"layers.{position}", problems) for position, table in enumerate(tables)]
    if problems:
        _check_order(layers, problems)
    return tuple(layers)


def to_tables(layers: Sequence[LayerDeclaration], *, defaults: bool = False) -> list[dict[str, Any]]:
    """The layers as plain TOML tables.

    Default names and settings at their defaults are left out, unless `defaults` is true. A setting whose
    value and default are None is always left out, since TOML has no null.
    """
    names = [layer.name for layer in layers]
    if not defaults:
        given = [None if _could_be_default(layer) else layer.name for layer in layers]
        if _names(zip(given, (layer.type for layer in layers), strict=True)) == names:
            names = given
    return [_table(layer, name, defaults=defaults) for name, layer in zip(names, layers, strict=True)]


def completed(tables: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """`[[layers]]` tables with all names and defaults, as written by `to_tables` with `defaults`.

    A table that is not a valid layer keeps its settings unchanged, and gets a name too.
    """
    found = [_completed(table) for table in tables]
    given = [table["name"] if isinstance(table.get("name"), str) else None for table in found]
    names = _names(zip(given, (str(table.get("type")) for table in found), strict=True))
    return [table | {"name": name} for table, name in zip(found, names, strict=True)]


def _completed(table: Mapping[str, Any]) -> dict[str, Any]:
    problems: list[Problem] = []
    layer = _read(dict(table), "", problems)
    return dict(table) if problems else _table(layer, layer.name, defaults=True)


def _table(layer: LayerDeclaration, name: str | None, *, defaults: bool) -> dict[str, Any]:
    """One layer as a plain TOML table, under this name if there is one."""
    is_outside = isinstance(layer, Layer)
    settings = layer.arguments() if is_outside else declaration.to_table(layer, defaults=defaults)
    named = {"type": layer.type} | ({"name": name} if name else {})
    placed = named | ({"inputs": list(layer.inputs)} if layer.inputs is not None else {})
    return placed | {key: value for key, value in settings.items() if key not in PLACE}


def _could_be_default(layer: LayerDeclaration) -> bool:
    return bool(re.fullmatch(rf"{snake_case(layer.type)}(_\d+)?", str(layer.name)))


def _read(table: Any, path: str, problems: list[Problem]) -> LayerDeclaration:
    """One layer, checked; a placeholder if it is not valid, so that order and names can be checked."""
    if not declaration.is_table(table):
        problems.append(Problem(path, shown(table), "wanted a table with the type of a layer"))
        return Layer("?")
    kind = table.get("type")
    if not isinstance(kind, str):
        found = "–" if kind is None else shown(kind)
        problems.append(Problem(f"{path}.type", found, "wanted the name of a layer"))
        return Layer("?")
    settings = {key: value for key, value in table.items() if key != "type"}
    if kind not in VOCABULARY or _is_outside(kind, settings):
        return _checked(Layer(kind, **settings), path, problems)
    layer = declaration.from_table(VOCABULARY[kind], settings, path, problems)
    if layer is not None:
        return _checked(layer, path, problems)
    inputs = table.get("inputs")
    place = {"name": table.get("name"), "inputs": tuple(inputs) if isinstance(inputs, list) else inputs}
    return Head(**place) if kind == "Head" else Layer(kind, **place)


def _checked(layer: LayerDeclaration, path: str, problems: list[Problem]) -> LayerDeclaration:
    if not isinstance(layer, Layer):
        before = len(problems)
        sound = declaration.checked(layer, path, problems)
        if len(problems) == before:
            problems.extend(Problem(path, found, f"wanted {wanted}") for found, wanted in sound.conflicts())
        return sound
    if isinstance(layer.type, str) and layer.type in CHAINABLE and layer.type in VOCABULARY:
        place = {name: value for name in PLACE if (value := getattr(layer, name)) is not None}
        settings = place | layer.arguments()
        if not _is_outside(layer.type, settings):
            declared = declaration.from_table(VOCABULARY[layer.type], settings, path, problems)
            return layer if declared is None else _checked(declared, path, problems)
    if not isinstance(layer.type, str) or layer.type not in CHAINABLE:
        problems.append(Problem(f"{path}.type", shown(layer.type), _why_no_layer(layer.type)))
    problems.extend(
        Problem(f"{path}.{key}", shown(value), "wanted a value that TOML can hold")
        for key, value in layer.settings
        if not fits_toml(value)
    )
    declaration.read(INPUTS, layer.inputs, f"{path}.inputs", problems)
    if layer.name is not None:
        try:
            Identifier().read(layer.name)
        except WrongValue as wrong:
            problems.append(declaration.problem(f"{path}.name", layer.name, wrong))
    return layer


def _is_outside(kind: str, settings: Mapping[str, Any]) -> bool:
    """Whether a layer of the vocabulary has arguments that only Keras knows, so that it is a `Layer`."""
    return kind in CHAINABLE and goes_beyond(VOCABULARY[kind], settings)


def _check_order(layers: Sequence[LayerDeclaration], problems: list[Problem]) -> list[str]:
    """The names of all layers; errors in their order, names and inputs are added to `problems`."""
    heads = sum(isinstance(layer, Head) for layer in layers)
    if heads != 1 or not isinstance(layers[-1], Head):
        found = f"{heads or 'no'} Head" + "s" * (heads > 1)
        problems.append(Problem("layers", found, "wanted one Head, as the last layer"))
    given = [layer.name for layer in layers if isinstance(layer.name, str)]
    for name in sorted({name for name in given if given.count(name) > 1}):
        many = f"{given.count(name)} named {name}"
        problems.append(Problem("layers", many, "wanted names that differ"))
    types = [layer.type if isinstance(layer.type, str) else "?" for layer in layers]
    named = [layer.name if isinstance(layer.name, str) else None for layer in layers]
    names = _names(zip(named, types, strict=True))
    graph.check(layers, names, [_arity(kind) for kind in types], problems)
    return names


def _arity(kind: str) -> tuple[int, int | None]:
    """The smallest and the largest number of inputs of a type; any number if it is unknown."""
    if kind in VOCABULARY:
        return VOCABULARY[kind].arity
    return Layer.arity if kind in CHAINABLE else (0, None)


def _why_no_layer(kind: Any) -> str:
    if not isinstance(kind, str):
        return "wanted the name of a Keras layer"
    if kind in VOCABULARY:
        return f"wanted zoo.{kind}, which is checked and counted without Keras"
    if kind in REFUSED:
        code = REFUSED[kind].startswith("runs code")
        return REFUSED[kind] + ("" if code else "; wanted a builder for it")
    meant = nearest(kind, [*VOCABULARY, *CHAINABLE])
    return f"did you mean {meant}?" if meant else "wanted the name of a Keras layer"


def _names(layers: Iterable[tuple[str | None, str]]) -> list[str]:
    """Names for (name, type) pairs; a layer without a name gets a free one: `dense`, `dense_1`, …."""
    layers = tuple(layers)
    taken = {name for name, _ in layers if name is not None}
    names = []
    numbers: dict[str, int] = {}  # the next number of each type, so that 30,000 layers are fast
    for name, kind in layers:
        stem, free = snake_case(kind), name
        while free is None:
            number = numbers.get(stem, 0)
            candidate = f"{stem}_{number}" if number else stem
            free, numbers[stem] = (None if candidate in taken else candidate), number + 1
        taken.add(free)
        names.append(free)
    return names


def _renamed(layer: LayerDeclaration, name: str) -> LayerDeclaration:
    if isinstance(layer, Layer):
        return layer.but({"name": name})
    return replace(layer, name=name)
