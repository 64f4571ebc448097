"""Changes to the settings of a model by path, as in `--set stage.conv.filters=64`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.errors import SettingError, enumerated, shorten
from zoo.registry import nearest
from zoo.schema.declaration import meant_or_known, settings_of
from zoo.schema.fields import WrongValue
from zoo.specs import parameters, varying
from zoo.specs.expression import WrongExpression, evaluate, is_expression, names_in
from zoo.specs.layers.base import PLACE
from zoo.specs.layers.block import Block, Residual, lists_in, with_lists
from zoo.specs.layers.other import Layer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zoo.specs.layers.base import LayerDeclaration
    from zoo.specs.layers.block import Layers

FEW = 12
"""An error lists at most so many layers."""
PARAMETERS = "parameters"
STEP = re.compile(r"([^\[\]]*)(?:\[([^\[\]]*)\])?")
"""A step of a path: a name, and the repeats that are meant, as in `stage[*]`."""


class _Change(NamedTuple):
    """One change: its path as it was given and the value; the spec's name, layers and parameters."""

    path: str
    value: Any
    name: str
    layers: Layers
    parameters: Mapping[str, Any]

    def error(self, reason: str) -> SettingError:
        """The error for the change; `reason` follows the path and the value."""
        return SettingError(self.path, self.value, reason)


def overridden(
    layers: Layers, given: parameters.Parameters, changes: Mapping[str, Any], name: str
) -> tuple[Layers, parameters.Parameters]:
    """The layers and the parameters of a spec with changed settings.

    Raises:
        SettingError: A path or a value is not valid; it is that of the first.
    """
    known = dict(given)
    for path, value in changes.items():
        change = _Change(path, value, name, layers, known)
        short = path.removeprefix(f"{PARAMETERS}.")
        if short in known and (short == path or not any(layer.name == PARAMETERS for layer in layers)):
            known[short] = _parameter(change)
        else:
            layers = _changed(layers, path, "", change)
    return layers, tuple(known.items())


def _parameter(change: _Change) -> Any:
    is_unknown = str(change.value).isidentifier() and change.value not in change.parameters
    if is_expression(change.value) and not is_unknown:
        return change.value
    try:
        parameters.VALUE.read(change.value)
    except WrongValue as wrong:
        raise change.error(str(wrong)) from None
    return change.value


def _changed(layers: Layers, path: str, owner: str, change: _Change) -> Layers:
    """The layers of the model or of a block, with the change to the one that the path begins with."""
    step, _, rest = path.partition(".")
    match = STEP.fullmatch(step)
    name, repeats = match.groups() if match else (step, None)
    place = next((place for place, layer in enumerate(layers) if layer.name == name), None)
    if place is None:
        raise _unknown(path, owner, layers, change)
    layer = layers[place]
    if repeats is not None and (not isinstance(layer, (Block, Residual)) or layer.repeat is None):
        raise change.error(f"has [{repeats}] after {name}, which has no repeat")
    if repeats not in (None, "*"):
        plain = re.sub(r"\[[^\[\]]*\]", "", change.path)
        raise change.error(
            f"is for some repeats alone; wanted {plain} for all, or {plain}='{{first = …, then = …}}'"
        )
    found = _inner(layer, rest, f"{owner}{name}", change) or _set(layer, rest, f"{owner}{name}", change)
    return (*layers[:place], found, *layers[place + 1 :])


def _inner(layer: LayerDeclaration, rest: str, owner: str, change: _Change) -> LayerDeclaration | None:
    """A block with the change to a layer in it; None if the path is one of a setting of `layer`."""
    if not isinstance(layer, (Block, Residual)) or rest in _settable(layer):
        return None
    lists = dict(lists_in(layer))
    head = rest.partition(".")[0].partition("[")[0]
    for where, layers in lists.items():
        if any(each.name == head for each in layers):
            return with_lists(layer, lists | {where: _changed(layers, rest, f"{owner}.", change)})
    if "." in rest:
        every = tuple(each for layers in lists.values() for each in layers)
        raise _unknown(rest, f"{owner}.", every, change)
    return None


def _set(layer: LayerDeclaration, setting: str, owner: str, change: _Change) -> LayerDeclaration:
    """A layer with another value of a setting, which may be that of a layer in one of its settings."""
    head, _, rest = setting.partition(".")
    held = dict(layer.held()).get(head)
    if held is not None and rest:
        changed: dict[str, Any] = {head: _set(held, rest, f"{owner}.{head}", change)}
        return replace(layer, **changed)
    free = isinstance(layer, Layer) and setting.isidentifier() and setting != "name"
    every = _settable(layer)
    if not free and setting not in (*every, "inputs"):
        meant = nearest(setting, [*every, "inputs"])
        if isinstance(layer, (Block, Residual)):
            names = [str(each.name) for layers in dict(lists_in(layer)).values() for each in layers]
            meant = nearest(setting, [*every, *names])
            every = [*every, *names]
        reason = f"names no setting of {owner} ({layer.type})"
        known = (
            f"; wanted one of {', '.join(f'{owner}.{each}' for each in every)}"
            if every
            else "; wanted an argument of Keras's"
        )
        raise change.error(reason + (_did_you_mean(f"{owner}.{meant}") if meant else known))
    if isinstance(layer, Layer):
        return layer.but({setting: change.value})
    if setting == "shortcut":
        return replace(layer, **{setting: change.value})
    kind = settings_of(type(layer))[setting].kind
    if key := varying.misspelt(change.value):
        hint = meant_or_known(key, (varying.FIRST, varying.THEN))
        raise change.error(f"has an unknown {shorten(key)}; {hint}")
    if _may_vary(kind, change):
        return replace(layer, **{setting: varying.read(kind, change.value, setting, [])})
    try:
        return replace(layer, **{setting: kind.read(change.value)})
    except WrongValue as wrong:
        raise change.error(str(wrong)) from None


def _may_vary(kind: Any, change: _Change) -> bool:
    """Whether a value is one that varies; SettingError for an expression with an unknown name.

    A single word is no expression here unless it is a known name, so that its error says what the kind wants.
    """
    value = change.value
    if not varying.varies(kind, value):
        return False
    names = [*change.parameters, varying.REPEAT, varying.REPEATS]
    if isinstance(value, str) and value.isidentifier():
        return value in names
    if isinstance(value, str) and set(names_in(value)) - set(names):
        try:
            evaluate(value, dict.fromkeys(names, 1))
        except WrongExpression as wrong:
            raise change.error(f"has no value; {wrong}") from None
    return True


def _settable(layer: LayerDeclaration) -> list[str]:
    """The settings that `--set` can change besides `inputs`; of a `Layer`, Keras knows them."""
    if isinstance(layer, Layer):
        return []
    inside = [f"{name}.{each}" for name, held in layer.held() for each in _settable(held)]
    left_out = (*PLACE, *layer.holds, "layers")
    return [*(setting for setting in settings_of(type(layer)) if setting not in left_out), *inside]


def _unknown(path: str, owner: str, layers: Layers, change: _Change) -> SettingError:
    """The error for a path that names no layer."""
    whose = owner.removesuffix(".") or change.name
    meant = _declared(change.path, change.layers)
    if meant:
        setting = change.path.partition(".")[2]
        reason = f"names one repeat of a layer, and its settings are those of {meant}"
        return change.error(reason + _did_you_mean(f"{meant}.{setting}" if setting else None))
    known = [] if owner else [*change.parameters]
    paths = [f"{owner}{each}" for each in _paths(layers)]
    same = [each for each in paths if each.endswith(f".{path}")]
    near = same[0] if len(same) == 1 else nearest(f"{owner}{path}", [*paths, *known])
    names = [str(layer.name) for layer in layers]
    few = f"; its layers are {enumerated(names)}" if len(names) <= FEW else ""
    few += f"; its parameters are {enumerated(known)}" if known else ""
    if 1 < len(same) <= FEW:
        return change.error(f"names no layer of {whose}; wanted one of {', '.join(same)}")
    return change.error(f"names no layer of {whose}" + (_did_you_mean(near) or few))


def _paths(layers: Layers) -> Iterator[str]:
    """The paths of all settings of the layers, also of those in blocks."""
    for layer in layers:
        yield from (f"{layer.name}.{each}" for each in _settable(layer))
        if isinstance(layer, (Block, Residual)):
            yield from (f"{layer.name}.{each}" for _, inner in lists_in(layer) for each in _paths(inner))


def _declared(path: str, layers: Layers) -> str:
    """The path of a layer by its name in Keras, as `stage.conv` for `stage_2_conv`; "" if there is none."""
    name = path.partition(".")[0]
    for layer in layers:
        if isinstance(layer, (Block, Residual)) and name.startswith(f"{layer.name}_"):
            rest = name.removeprefix(f"{layer.name}_")
            rest = rest if layer.repeat is None else re.sub(r"^\d+_", "", rest)
            for _, inner in lists_in(layer):
                if any(each.name == rest for each in inner):
                    return f"{layer.name}.{rest}"
                deeper = _declared(rest, inner)
                if deeper:
                    return f"{layer.name}.{deeper}"
    return ""


def _did_you_mean(meant: str | None) -> str:
    return f"; did you mean {meant}?" if meant else ""
