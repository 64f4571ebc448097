"""A chain of layers: checked, named, and written as TOML tables."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import zoo.layers
from registry import nearest
from zoo import declaration
from zoo.errors import Problem
from zoo.layers.base import LayerDeclaration, snake_case
from zoo.layers.head import Head
from zoo.layers.other import CHAINABLE, REFUSED, Layer
from zoo.settings import Identifier, WrongValue, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

VOCABULARY: dict[str, type[LayerDeclaration]] = {
    name: getattr(zoo.layers, name)
    for name in zoo.layers.__all__
    if name not in ("Layer", "LayerDeclaration", "Trace")
}


def checked(layers: Iterable[Any], problems: list[Problem]) -> tuple[LayerDeclaration, ...]:
    """The layers with every setting as its kind reads it, all named.

    What is wrong goes to `problems`; what is returned makes sense where there is none.
    """
    sound = []
    for position, layer in enumerate(layers):
        path = f"layers.{position}"
        if isinstance(layer, LayerDeclaration):
            sound.append(_checked(layer, path, problems))
        else:
            problems.append(Problem(path, shown(layer), "wanted a layer of zoo's, as zoo.Dense(10)"))
    _check_order(sound, problems)
    names = _names([(layer.name, layer.type) for layer in sound])
    return tuple(_renamed(layer, name) for layer, name in zip(sound, names, strict=True))


def from_tables(tables: Any, problems: list[Problem]) -> tuple[LayerDeclaration, ...]:  # noqa: ANN401 - any TOML
    """The layers of `[[layers]]` tables; what is wrong goes to `problems`."""
    if not isinstance(tables, list):
        problems.append(Problem("layers", shown(tables), "wanted [[layers]] tables"))
        return ()
    layers = [_read(table, f"layers.{position}", problems) for position, table in enumerate(tables)]
    known = [layer for layer in layers if layer is not None]
    if problems and known == layers:
        _check_order(known, problems)
    return tuple(known)


def to_tables(layers: Sequence[LayerDeclaration]) -> list[dict[str, Any]]:
    """The layers as plain TOML tables; names that `checked` would give again are left out."""
    given = [None if _could_be_default(layer) else layer.name for layer in layers]
    if _names([(name, layer.type) for name, layer in zip(given, layers, strict=True)]) != [
        layer.name for layer in layers
    ]:
        given = [layer.name for layer in layers]
    tables = []
    for name, layer in zip(given, layers, strict=True):
        settings = layer.arguments() if isinstance(layer, Layer) else declaration.to_table(layer)
        named = {"type": layer.type} | ({"name": name} if name else {})
        tables.append(named | {key: value for key, value in settings.items() if key != "name"})
    return tables


def _could_be_default(layer: LayerDeclaration) -> bool:
    return bool(re.fullmatch(rf"{snake_case(layer.type)}(_\d+)?", str(layer.name)))


def _read(table: Any, path: str, problems: list[Problem]) -> LayerDeclaration | None:  # noqa: ANN401 - any TOML
    """One layer, checked; None where that makes no sense."""
    kind = table.get("type") if isinstance(table, dict) else None
    if not isinstance(kind, str):
        found = "–" if isinstance(table, dict) and kind is None else shown(kind or table)
        problems.append(Problem(f"{path}.type", found, "wanted the name of a layer"))
        return None
    settings = {key: value for key, value in table.items() if key != "type"}
    if kind not in VOCABULARY:
        return _checked(Layer(kind, **settings), path, problems)
    layer = declaration.from_table(VOCABULARY[kind], settings, path, problems)
    return layer and _checked(layer, path, problems)


def _checked(layer: LayerDeclaration, path: str, problems: list[Problem]) -> LayerDeclaration:
    if not isinstance(layer, Layer):
        return declaration.checked(layer, path, problems)
    if layer.type not in CHAINABLE and layer.type not in VOCABULARY:
        problems.append(Problem(f"{path}.type", shown(layer.type), _why_no_layer(layer.type)))
    if layer.name is not None:
        try:
            Identifier().read(layer.name)
        except WrongValue as wrong:
            problems.append(declaration.problem(f"{path}.name", layer.name, wrong))
    return layer


def _check_order(layers: Sequence[LayerDeclaration], problems: list[Problem]) -> None:
    heads = sum(isinstance(layer, Head) for layer in layers)
    if heads != 1 or not isinstance(layers[-1], Head):
        found = f"{heads or 'no'} Head" + "s" * (heads > 1)
        problems.append(Problem("layers", found, "wanted one Head, as the last layer"))
    given = [layer.name for layer in layers if layer.name is not None]
    for name in sorted({name for name in given if given.count(name) > 1}):
        many = f"{given.count(name)} named {name}"
        problems.append(Problem("layers", many, "wanted names that differ"))


def _why_no_layer(kind: str) -> str:
    if kind in REFUSED:
        code = REFUSED[kind].startswith("runs code")
        return REFUSED[kind] + ("" if code else "; wanted a builder for it")
    meant = nearest(kind, [*VOCABULARY, *CHAINABLE])
    return f"did you mean {meant}?" if meant else "wanted the name of a Keras layer"


def _names(layers: Sequence[tuple[str | None, str]]) -> list[str]:
    """Names for (name, type) pairs: `dense`, `dense_1`, … where there is none, past those taken."""
    taken = {name for name, _ in layers if name is not None}
    names = []
    for name, kind in layers:
        stem, number, free = snake_case(kind), 0, name
        while free is None:
            candidate = f"{stem}_{number}" if number else stem
            free, number = (None if candidate in taken else candidate), number + 1
        taken.add(free)
        names.append(free)
    return names


def _renamed(layer: LayerDeclaration, name: str) -> LayerDeclaration:
    if isinstance(layer, Layer):
        return layer.but({"name": name})
    return replace(layer, name=name)  # type: ignore[type-var]  # every layer is a dataclass
