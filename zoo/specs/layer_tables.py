"""The layers of a model as `[[layers]]` tables of TOML: read and written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.errors import Problem, shown
from zoo.schema import declaration
from zoo.schema.keras_objects import freeze
from zoo.specs import chain, layer_settings, varying
from zoo.specs.chain import is_outside
from zoo.specs.default_names import could_be_default, names_for
from zoo.specs.layers.base import PLACE
from zoo.specs.layers.block import BLOCKS, INSIDE, Block, Residual, lists_in
from zoo.specs.layers.by_name import LAYERS, fault_of
from zoo.specs.layers.head import Head
from zoo.specs.layers.other import Layer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zoo.specs.layers.base import LayerDeclaration
    from zoo.specs.layers.block import Layers


def from_tables(tables: Any, problems: list[Problem]) -> Layers:
    """The layers of `[[layers]]` tables.

    Errors are added to `problems`; the returned layers are only valid if there are none.
    """
    if not isinstance(tables, list):
        problems.append(Problem("layers", shown(tables), "wanted [[layers]] tables"))
        return ()
    layers = tuple(_read(table, f"layers.{position}", problems) for position, table in enumerate(tables))
    return chain.in_order(layers, problems) if problems else layers


def to_tables(layers: Sequence[LayerDeclaration], *, defaults: bool = False) -> list[dict[str, Any]]:
    """The layers as plain TOML tables.

    Default names and settings at their defaults are left out, unless `defaults` is true. A setting whose
    value and default are None is always left out, since TOML has no null.
    """
    return _lists({"layers": layers}, defaults=defaults)["layers"]


def completed(tables: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """`[[layers]]` tables with all names and defaults, as written by `to_tables` with `defaults`.

    A table that is not a valid layer keeps its settings unchanged, and gets a name too.
    """
    found = [_completed(table) for table in tables]
    given = [table["name"] if isinstance(table.get("name"), str) else None for table in found]
    names = names_for(zip(given, (str(table.get("type")) for table in found), strict=True))
    return [table | {"name": name} for table, name in zip(found, names, strict=True)]


def settings_in(tables: Sequence[Mapping[str, Any]], owner: str = "") -> Iterator[tuple[str, Any]]:
    """Every setting in completed tables, with its path as in `--set`."""
    for table in tables:
        path = f"{owner}{table['name']}."
        is_block = table["type"] in BLOCKS
        for key, value in table.items():
            if is_block and key in INSIDE:
                yield from _settings_inside(value, path, key)
            elif key in _holding(table) and declaration.is_table(value):
                yield from _settings_held(value, f"{path}{key}.")
            elif key != "name":
                yield f"{path}{key}", value


def _holding(table: Mapping[str, Any]) -> tuple[str, ...]:
    """The settings of a table that hold other layers."""
    kind = table.get("type")
    declared = LAYERS.get(kind) if isinstance(kind, str) else None
    return () if declared is None else declared.holds


def _settings_held(table: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    """The settings of a layer in a setting."""
    for key, value in table.items():
        if key in _holding(table) and declaration.is_table(value):
            yield from _settings_held(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def _settings_inside(value: Any, owner: str, key: str) -> Iterator[tuple[str, Any]]:
    """The settings of the layers in a setting of a block, or the setting itself if it has none."""
    if isinstance(value, list) and all(map(declaration.is_table, value)):
        yield from settings_in(completed(value), owner)
    elif isinstance(value, dict):
        for way, its in value.items():
            yield from _settings_inside(its, owner, f"{key}.{way}")
    else:
        yield f"{owner}{key}", value


def _completed(table: Mapping[str, Any]) -> dict[str, Any]:
    problems: list[Problem] = []
    layer = _read(dict(table), "", problems)
    if isinstance(layer, (Block, Residual)) and not problems:
        layer = chain.named_inside(layer)
    return dict(table) if problems else _table(layer, layer.name, defaults=True)


def _lists(
    lists: Mapping[str, Sequence[LayerDeclaration]], *, defaults: bool
) -> dict[str, list[dict[str, Any]]]:
    """Lists of layers with names that differ, as tables."""
    every = [layer for layers in lists.values() for layer in layers]
    names = [layer.name for layer in every]
    if not defaults:
        given = [None if could_be_default(layer) else layer.name for layer in every]
        if names_for(zip(given, (layer.type for layer in every), strict=True)) == names:
            names = given
    own = iter(names)
    return {
        path: [_table(layer, next(own), defaults=defaults) for layer in layers]
        for path, layers in lists.items()
    }


def _table(layer: LayerDeclaration, name: str | None, *, defaults: bool) -> dict[str, Any]:
    """One layer as a plain TOML table, under this name if there is one."""
    named = {"type": layer.type} | ({"name": name} if name else {})
    placed = named | ({"inputs": list(layer.inputs)} if layer.inputs is not None else {})
    if isinstance(layer, (Block, Residual)):
        return placed | _block_table(layer, defaults=defaults)
    is_outside = isinstance(layer, Layer)
    settings = layer.arguments() if is_outside else declaration.to_table(layer, defaults=defaults)
    return placed | {key: value for key, value in settings.items() if key not in PLACE}


def _block_table(block: Block | Residual, *, defaults: bool) -> dict[str, Any]:
    tables = _lists(dict(lists_in(block)), defaults=defaults)
    settings = declaration.to_table(block, defaults=defaults)
    found = {key: value for key, value in settings.items() if key not in (*PLACE, *INSIDE)}
    if "shortcut" in tables:
        found["shortcut"] = tables["shortcut"]
    elif "shortcut" in settings:
        ways = varying.by_repeat(getattr(block, "shortcut", None))
        found["shortcut"] = settings["shortcut"]
        if ways:
            found["shortcut"] = {
                key: tables.get(f"shortcut.{key}", declaration.plain(way)) for key, way in ways.items()
            }
    return found | {"layers": tables["layers"]}


def _read(table: Any, path: str, problems: list[Problem]) -> LayerDeclaration:
    """One layer, checked; a placeholder if it is not valid, so that order and names can be checked."""
    wrong = _wrong_type(table, path)
    if wrong is not None:
        problems.append(wrong)
        return Layer("?")
    kind = table["type"]
    settings = {key: value for key, value in table.items() if key != "type"}
    if kind in BLOCKS:
        return _read_block(BLOCKS[kind], settings, path, problems)
    if kind not in LAYERS or is_outside(kind, settings):
        return chain.checked_layer(Layer(kind, **settings), path, problems)
    declared = LAYERS[kind]
    layer = declaration.from_table(declared, settings, path, problems, reading=layer_settings.read)
    if layer is not None:
        return chain.checked_layer(layer, path, problems)
    inputs = table.get("inputs")
    place = {"name": table.get("name"), "inputs": tuple(inputs) if isinstance(inputs, list) else inputs}
    kinds = declaration.settings_of(declared)
    others = {
        key: value
        for key, value in settings.items()
        if key in kinds and key not in PLACE and varying.varies(kinds[key].kind, value)
    }
    return Head(**place) if kind == "Head" else Layer(kind, **place, **others)


def _wrong_type(table: Any, path: str) -> Problem | None:
    """The error of a table that has no type, or one of a plugin that can't be loaded."""
    if not declaration.is_table(table):
        return Problem(path, shown(table), "wanted a table with the type of a layer")
    kind = table.get("type")
    if not isinstance(kind, str):
        return Problem(f"{path}.type", "–" if kind is None else shown(kind), "wanted the name of a layer")
    fault = fault_of(kind)
    return Problem(f"{path}.type", shown(kind), fault) if fault else None


def _read_block(
    declared: type[Block | Residual], table: dict[str, Any], path: str, problems: list[Problem]
) -> Block | Residual:
    """A block, checked with all layers in it."""
    settings = declaration.settings_of(declared)
    declaration.refuse_unknown(table, tuple(settings), path, problems)
    known = {key: value for key, value in table.items() if key in settings}
    read = {key: freeze(value) for key, value in known.items() if key not in INSIDE}
    for key in INSIDE:
        if key in known:
            read[key] = _layers_in(known[key], f"{path}.{key}", problems)
    return chain.checked_block(declared(**({"layers": ()} | read)), path, problems)


def _layers_in(value: Any, path: str, problems: list[Problem]) -> Any:
    """The layers in a setting of a block; a table of them as pairs."""
    if isinstance(value, list):
        return tuple(_read(each, f"{path}.{place}", problems) for place, each in enumerate(value))
    if declaration.is_table(value):
        return tuple((key, _layers_in(value[key], f"{path}.{key}", problems)) for key in sorted(value))
    return value
