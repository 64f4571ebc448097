"""The layers of a spec expanded: blocks repeated, settings that vary settled, names as in Keras."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.errors import Problem
from zoo.schema.declaration import settings_of
from zoo.schema.fields import Identifier
from zoo.specs import graph, varying
from zoo.specs.chain import conflicts, renamed, varying_settings
from zoo.specs.layers.base import INPUT
from zoo.specs.layers.block import MOST_REPEATS, Block, Residual, is_identity, is_layers
from zoo.specs.layers.core import Activation
from zoo.specs.layers.other import Layer
from zoo.specs.varying import REPEAT, REPEATS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zoo.specs.layers.base import LayerDeclaration
    from zoo.specs.layers.block import Layers

MOST_LAYERS = 10_000
"""The most layers of a spec with blocks."""
SUM, OUT = "add", "out"
"""The names of the layers that a Residual adds."""


class _TooManyLayers(Exception):
    """More layers than `MOST_LAYERS`."""


class _Scope(NamedTuple):
    """Where layers are declared: their path, what their names begin with, and the values of expressions."""

    path: str
    prefix: str
    values: Mapping[str, float]


@dataclass
class _Expansion:
    """The layers so far, with the path at which the layer of each name is declared, and the errors."""

    layers: list[LayerDeclaration] = field(default_factory=list)
    paths: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    kinds: dict[int, dict[str, Any]] = field(default_factory=dict)

    def varying_settings(self, layer: LayerDeclaration) -> dict[str, Any]:
        """The kinds of the settings of a layer that vary, found once for all repeats."""
        if id(layer) not in self.kinds:
            self.kinds[id(layer)] = varying_settings(layer)
        return self.kinds[id(layer)]

    def settled(self, kind: Any, value: Any, scope: _Scope, setting: str) -> Any:
        """The value of a setting in the scope of a layer."""
        if not varying.varies(kind, value):
            return value
        return varying.settled(kind, value, scope.values, f"{scope.path}.{setting}", self.problems)

    def place(self, layer: LayerDeclaration, path: str) -> str:
        """Add a layer, and an error if its name is taken; return its name."""
        name = str(layer.name)
        other = self.paths.get(name)
        if other is not None and other != path:
            wanted = f"wanted another name, since {other} has the same"
            self.problems.append(Problem(f"{path}.name", f"{name} in Keras", wanted))
        elif name in (INPUT, *Identifier.taken):
            wanted = "wanted another name, since it is reserved"
            self.problems.append(Problem(f"{path}.name", f"{name} in Keras", wanted))
        self.paths[name] = path
        self.layers.append(layer)
        if len(self.layers) > MOST_LAYERS:
            raise _TooManyLayers
        return name


def expanded(layers: Layers, values: Mapping[str, float], problems: list[Problem]) -> Layers:
    """The layers without blocks and expressions.

    Errors are added to `problems`, once for all repeats of a layer. The layers are only valid without errors.

    Args:
        layers: Layers with names, as `chain.checked` returns them.
        values: The parameters of the spec.
        problems: The errors.
    """
    if not any(map(_is_expandable, layers)):
        return layers
    found = _Expansion()
    try:
        _list(layers, _Scope("layers", "", values), INPUT, found)
    except _TooManyLayers:
        wanted = "wanted fewer repeats of the blocks"
        found.problems.append(Problem("layers", f"more than {MOST_LAYERS:,} layers", wanted))
    known = {each.path for each in problems}
    first: dict[str, Problem] = {}
    for each in found.problems:
        first.setdefault(each.path, each)
    problems.extend(each for path, each in first.items() if path not in known)
    return layers if problems else graph.normalized(found.layers)


def _is_expandable(layer: LayerDeclaration) -> bool:
    return isinstance(layer, (Block, Residual)) or bool(varying_settings(layer))


def _list(layers: Sequence[LayerDeclaration], scope: _Scope, source: str, found: _Expansion) -> str:
    """Expand a list of layers, whose input is the layer `source`; return the name of the last."""
    outputs = {INPUT: source}
    before = source
    for place, layer in enumerate(layers):
        inputs = layer.inputs if isinstance(layer.inputs, tuple) else None
        sources = (before,) if inputs is None else tuple(outputs.get(str(each), str(each)) for each in inputs)
        inside = scope._replace(path=f"{scope.path}.{place}")
        if isinstance(layer, (Block, Residual)):
            inside = inside._replace(prefix=f"{scope.prefix}{layer.name}_")
            before = _block(layer, inside, sources[0] if sources else before, found)
        else:
            before = _layer(layer, inside, sources, found)
        outputs[str(layer.name)] = before
    return before


def _layer(layer: LayerDeclaration, scope: _Scope, sources: tuple[str, ...], found: _Expansion) -> str:
    """Settle a layer, whose inputs are `sources`; return its name."""
    held = dict(layer.settings) if isinstance(layer, Layer) else layer.__dict__
    before = len(found.problems)
    kinds = found.varying_settings(layer)
    settings = {key: found.settled(kind, held[key], scope, key) for key, kind in kinds.items()}
    if len(found.problems) > before:
        settings = {}
    settled = renamed(layer, f"{scope.prefix}{layer.name}", inputs=sources, **settings)
    if settings and not isinstance(settled, Layer):
        found.problems.extend(conflicts(settled, scope.path))
    return found.place(settled, scope.path)


def _block(block: Block | Residual, scope: _Scope, source: str, found: _Expansion) -> str:
    """Expand the repeats of a block, which follow each other; return the name of the last layer."""
    if block.repeat is None:
        return _once(block, scope, source, found)
    kind = settings_of(type(block))[REPEAT].kind
    many = found.settled(kind, block.repeat, scope, REPEAT)
    if not isinstance(many, int) or not 1 <= many <= MOST_REPEATS:
        many = 1  # an error, which is in the problems
    for number in range(1, many + 1):
        values = {**scope.values, REPEAT: number, REPEATS: many}
        source = _once(block, _Scope(scope.path, f"{scope.prefix}{number}_", values), source, found)
    return source


def _once(block: Block | Residual, scope: _Scope, source: str, found: _Expansion) -> str:
    """Expand one repeat of a block; return the name of its last layer."""
    other = _shortcut(block, scope, source, found) if isinstance(block, Residual) else None
    output = source
    if is_layers(block.layers):
        output = _list(block.layers, scope._replace(path=f"{scope.path}.layers"), source, found)
    return output if isinstance(block, Block) else _sum(block, scope, other, output, found)


def _shortcut(block: Residual, scope: _Scope, source: str, found: _Expansion) -> str | None:
    """Expand the layers of a shortcut; return the name of the layer that is added, or None."""
    chosen = varying.in_repeat(block.shortcut, scope.values, f"{scope.path}.shortcut", found.problems)
    if chosen is None or not (is_layers(chosen[0]) or is_identity(chosen[0])):
        return None
    way, path = chosen
    return _list(way, scope._replace(path=path), source, found) if is_layers(way) else source


def _sum(block: Residual, scope: _Scope, other: str | None, output: str, found: _Expansion) -> str:
    """Add the sum and the activation after the layers of a Residual; return the name of the last layer."""
    from zoo.specs.layers.merging import Add

    if other is not None:
        name = f"{scope.prefix}{SUM}"
        output = found.place(Add(inputs=(other, output), name=name), f"{scope.path}.{SUM}")
    kind = settings_of(Residual)["activation"].kind
    function = found.settled(kind, block.activation, scope, "activation")
    if function is not None:
        name = f"{scope.prefix}{OUT}"
        output = found.place(Activation(function, inputs=(output,), name=name), f"{scope.path}.{OUT}")
    return output
