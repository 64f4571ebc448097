"""The layers of a model: their settings, names and order checked, as they are declared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zoo.errors import Problem, shown
from zoo.registry import nearest
from zoo.schema import declaration
from zoo.schema.fields import Identifier, WrongValue
from zoo.schema.keras_objects import fits_toml
from zoo.specs import graph, layer_settings, varying
from zoo.specs.default_names import names_for
from zoo.specs.layers.base import PLACE, LayerDeclaration
from zoo.specs.layers.block import BLOCKS, INSIDE, Block, Residual, is_plain_shortcut, lists_in, with_lists
from zoo.specs.layers.by_name import LAYERS, PLUGINS
from zoo.specs.layers.head import Head
from zoo.specs.layers.keras_values import unknown
from zoo.specs.layers.other import CHAINABLE, Layer, goes_beyond
from zoo.specs.layers.refused import REFUSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zoo.specs.layers.block import Layers

INPUTS = declaration.settings_of(LayerDeclaration)["inputs"].kind
DEEPEST = 8
"""Blocks within blocks."""


def checked(layers: Iterable[Any], problems: list[Problem]) -> Layers:
    """The layers with checked settings, all named.

    Errors are added to `problems`; the returned layers are only valid if there are none.
    """
    sound = [_sound(layer, f"layers.{position}", problems) for position, layer in enumerate(layers)]
    return in_order(sound, problems)


def in_order(layers: Sequence[LayerDeclaration], problems: list[Problem]) -> Layers:
    """The layers, all named, also those in blocks; errors in their order, names and inputs are added."""
    heads = sum(isinstance(layer, Head) for layer in layers)
    if heads != 1 or not isinstance(layers[-1], Head):
        found = f"{heads or 'no'} Head" + "s" * (heads > 1)
        problems.append(Problem("layers", found, "wanted one Head, as the last layer"))
    return _scope({"layers": tuple(layers)}, "", problems, 0)["layers"]


def _scope(lists: Mapping[str, Layers], owner: str, problems: list[Problem], depth: int) -> dict[str, Layers]:
    """The named layers of a block, or of the model; each list is a path of its own from the same input."""
    every = [layer for layers in lists.values() for layer in layers]
    given = [layer.name if isinstance(layer.name, str) else None for layer in every]
    for name in sorted({name for name in given if name is not None and given.count(name) > 1}):
        many = f"{given.count(name)} named {name}"
        problems.append(Problem(owner or "layers", many, "wanted names that differ"))
    types = [layer.type if isinstance(layer.type, str) else "?" for layer in every]
    names = iter(names_for(zip(given, types, strict=True)))
    found = {}
    for path, layers in lists.items():
        at = f"{owner}.{path}" if owner else path
        own = [next(names) for _ in layers]
        graph.check(layers, own, [_arity(layer) for layer in layers], problems, at)
        pairs = zip(layers, own, strict=True)
        named = [
            renamed(_inside(layer, f"{at}.{place}", problems, depth), name)
            for place, (layer, name) in enumerate(pairs)
        ]
        found[path] = tuple(named) if problems else graph.normalized(named)
    return found


def named_inside(block: Block | Residual) -> LayerDeclaration:
    """A valid block with names for all layers in it."""
    return _inside(block, "", [], 0)


def _inside(layer: LayerDeclaration, path: str, problems: list[Problem], depth: int) -> LayerDeclaration:
    """A layer; a block with its layers named and checked."""
    if not isinstance(layer, (Block, Residual)):
        return layer
    if depth == DEEPEST:
        problems.append(Problem(path, f"a block within {DEEPEST} others", f"wanted at most {DEEPEST} levels"))
        return Layer("?", name=layer.name, inputs=layer.inputs)
    lists = dict(lists_in(layer))
    problems.extend(
        Problem(f"{path}.{where}.{place}", "a Head", "wanted it as the last layer of the model, in no block")
        for where, layers in lists.items()
        for place, each in enumerate(layers)
        if isinstance(each, Head)
    )
    return with_lists(layer, _scope(lists, path, problems, depth + 1))


def _sound(layer: Any, path: str, problems: list[Problem], depth: int = 0) -> LayerDeclaration:
    """A layer with checked settings; a placeholder for what is none."""
    if isinstance(layer, (Block, Residual)):
        return layer if depth == DEEPEST else _sound_block(layer, path, problems, depth)
    if type(layer) is Layer or (isinstance(layer, LayerDeclaration) and _is_known(layer)):
        return checked_layer(layer, path, problems)
    problems.append(Problem(path, shown(layer), "wanted a layer of zoo, such as zoo.Dense(10)"))
    return Layer("?")


def _is_known(layer: LayerDeclaration) -> bool:
    """Whether a layer is one of Keras's, or a plugin's."""
    return bool(layer.keras_class) or type(layer) is LAYERS.get(type(layer).__name__)


def _sound_block(block: Block | Residual, path: str, problems: list[Problem], depth: int) -> LayerDeclaration:
    if isinstance(block, Residual) and (ways := varying.by_repeat(block.shortcut)):
        pairs = tuple((key, _as_layers(ways[key])) for key in sorted(ways))
        block = replace(block, shortcut=pairs)
    block = checked_block(block, path, problems)
    lists = {
        where: tuple(
            _sound(each, f"{path}.{where}.{place}", problems, depth + 1) for place, each in enumerate(layers)
        )
        for where, layers in lists_in(block)
    }
    return with_lists(block, lists)


def _as_layers(value: Any) -> Any:
    return "none" if value is None else tuple(value) if isinstance(value, list) else value


def checked_block(block: Block | Residual, path: str, problems: list[Problem]) -> Block | Residual:
    """A block with checked settings; its layers are checked elsewhere."""
    lists = dict(lists_in(block))
    if "layers" not in lists:
        problems.append(
            Problem(f"{path}.layers", _shown(block.layers), "wanted a list of at least one layer")
        )
    shortcut = block.shortcut if isinstance(block, Residual) else None
    for key, way in (varying.by_repeat(shortcut) or {"": shortcut}).items():
        at = f"shortcut.{key}" if key else "shortcut"
        if at not in lists and not is_plain_shortcut(way):
            problems.append(Problem(f"{path}.{at}", _shown(way), "wanted identity, none or a list of layers"))
    settings = declaration.settings_of(type(block))
    read = {
        name: varying.read(each.kind, getattr(block, name), f"{path}.{name}", problems)
        for name, each in settings.items()
        if name not in INSIDE and not (name == "name" and block.name is None)
    }
    if isinstance(shortcut, str) and shortcut == "none":
        read["shortcut"] = None
    return replace(block, **read)


def _shown(value: Any) -> str:
    return "[]" if isinstance(value, (tuple, list)) and not value else shown(value)


def checked_layer(layer: LayerDeclaration, path: str, problems: list[Problem]) -> LayerDeclaration:
    """A layer with checked settings; those that vary are checked when they are settled."""
    if not isinstance(layer, Layer):
        before = len(problems)
        sound = declaration.checked(layer, path, problems, layer_settings.read)
        if len(problems) == before and not varying_settings(sound):
            problems.extend(conflicts(sound, path))
        return sound
    if isinstance(layer.type, str) and layer.type in CHAINABLE and layer.type in LAYERS:
        place = {name: value for name in PLACE if (value := getattr(layer, name)) is not None}
        settings = place | layer.arguments()
        if not is_outside(layer.type, settings):
            declared = declaration.from_table(
                LAYERS[layer.type], settings, path, problems, reading=layer_settings.read
            )
            return layer if declared is None else checked_layer(declared, path, problems)
    if not isinstance(layer.type, str) or layer.type not in CHAINABLE:
        problems.append(Problem(f"{path}.type", shown(layer.type), _why_no_layer(layer.type)))
    problems.extend(
        Problem(f"{path}.{key}", shown(value), "wanted a value that TOML can hold")
        for key, value in layer.settings
        if not fits_toml(value)
    )
    given = layer.arguments()
    wanted = {key: unknown(key, value) for key, value in given.items()}
    problems.extend(Problem(f"{path}.{key}", shown(given[key]), each) for key, each in wanted.items() if each)
    declaration.read(INPUTS, layer.inputs, f"{path}.inputs", problems)
    if layer.name is not None:
        try:
            Identifier().read(layer.name)
        except WrongValue as wrong:
            problems.append(declaration.problem(f"{path}.name", layer.name, wrong))
    return layer


def conflicts(layer: LayerDeclaration, path: str) -> list[Problem]:
    """An error for each combination of settings that Keras rejects."""
    try:
        own = [Problem(path, found, f"wanted {wanted}") for found, wanted in layer.conflicts()]
    except Exception as error:
        if not layer.keras_class:
            raise
        own = [Problem(path, layer.type, f"its plugin's conflicts() fails: {type(error).__name__}: {error}")]
    return own + [each for name, inside in layer.held() for each in conflicts(inside, f"{path}.{name}")]


def varying_settings(layer: LayerDeclaration) -> dict[str, Any]:
    """The kinds of the settings of a layer that vary."""
    declared: Any = type(layer)
    if isinstance(layer, Layer):
        declared = LAYERS.get(layer.type) if isinstance(layer.type, str) else None
        if declared is None:
            return {}
    kinds = {
        name: each.kind for name, each in declaration.settings_of(declared).items() if name not in INSIDE
    }
    held = dict(layer.settings) if isinstance(layer, Layer) else layer.__dict__
    return {name: kind for name, kind in kinds.items() if name in held and varying.varies(kind, held[name])}


def is_outside(kind: str, settings: Mapping[str, Any]) -> bool:
    """Whether a layer of the vocabulary has arguments that only Keras knows, so that it is a `Layer`."""
    return kind in CHAINABLE and goes_beyond(LAYERS[kind], settings)


def _arity(layer: LayerDeclaration) -> tuple[int, int | None]:
    """The smallest and the largest number of inputs of a layer; any number if its type is unknown."""
    kind: Any = layer.type
    if layer.keras_class:
        return layer.arity
    if not isinstance(kind, str):
        return (0, None)
    declared: type[LayerDeclaration] | None = BLOCKS.get(kind) or LAYERS.get(kind)
    if declared is not None:
        return declared.arity
    return Layer.arity if kind in CHAINABLE else (0, None)


def _why_no_layer(kind: Any) -> str:
    if not isinstance(kind, str):
        return "wanted the name of a Keras layer"
    if kind in LAYERS or kind in BLOCKS:
        return f"wanted zoo.{kind}, which is checked and counted without Keras"
    if kind in REFUSED:
        return REFUSED[kind]
    meant = nearest(kind, [*LAYERS, *BLOCKS, *CHAINABLE, *PLUGINS])
    return f"did you mean {meant}?" if meant else "wanted the name of a Keras layer"


def renamed(layer: LayerDeclaration, name: str, /, **changes: Any) -> LayerDeclaration:
    """The layer with another name, and other changes."""
    if isinstance(layer, Layer):
        return layer.but({"name": name, **changes})
    return replace(layer, name=name, **changes)
