"""Hypothesis strategies: any value of a kind, any declaration, any spec."""

from __future__ import annotations

import dataclasses
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

import zoo
from zoo.schema import composite, fields
from zoo.schema.declaration import settings_of
from zoo.schema.keras_objects import Arguments, Configured, Numbers
from zoo.specs.chain import conflicts
from zoo.specs.class_weights import ClassWeights
from zoo.specs.layer_tables import completed
from zoo.specs.layers.base import INPUT
from zoo.specs.layers.by_name import LAYERS
from zoo.specs.layers.einsum import Equation
from zoo.specs.layers.one_layer import OneLayer
from zoo.specs.metrics import MetricNames, Monitored
from zoo.specs.optimizer.parts import Parts
from zoo.specs.schedules.span import Span

LINES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=20)
DATASETS = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=9), max_size=2
)
LIKE_DEFAULTS = st.sampled_from(["dense", "dense_1", "dropout_1", "flatten_2", "head_1", "gru"])
NAMES = LIKE_DEFAULTS | st.from_regex(r"[a-z][a-z0-9_-]{0,5}", fullmatch=True).filter(
    lambda name: name not in fields.Identifier.taken
)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
ARGUMENTS = st.dictionaries(
    st.from_regex(r"[a-z]{2,6}", fullmatch=True).filter(lambda key: key not in ("type", "name")),
    st.one_of(st.booleans(), st.integers(-9, 9), FINITE, LINES, st.lists(FINITE, max_size=3)),
    max_size=3,
)


def values(kind: Any) -> st.SearchStrategy[Any]:  # noqa: C901, PLR0911, PLR0912 - a case for each kind
    """Any value that a kind accepts."""
    match kind:
        case fields.Integer():
            return st.integers(kind.minimum, kind.maximum)
        case fields.Number():
            return st.floats(
                max(kind.minimum, -fields.LARGEST),
                min(kind.maximum, fields.LARGEST),
                exclude_min=kind.above,
                exclude_max=kind.below,
            ).filter(lambda number: number == 0 or abs(number) >= fields.SMALLEST)
        case fields.Boolean():
            return st.booleans()
        case fields.Text():
            return LINES
        case fields.Identifier():
            return NAMES
        case fields.Names():
            return st.lists(NAMES, max_size=2).map(tuple)
        case Span():
            return st.one_of(
                st.integers(kind.minimum, 9), st.sampled_from(["3 epochs", "0.5 epochs", "12.5%"])
            )
        case Parts():
            return st.lists(NAMES, min_size=1, max_size=2).map(tuple)
        case fields.OneOf():
            return st.sampled_from(kind.choices)
        case composite.Sizes():
            number = st.integers(kind.minimum, 9)
            return st.one_of(number, st.tuples(*[number] * kind.axes))
        case composite.Margins():
            number = st.integers(0, 9)
            side = number if kind.axes == 1 else st.one_of(number, st.tuples(number, number))
            return st.one_of(number, st.tuples(*[side] * max(kind.axes, 2)))
        case fields.Shape():
            return st.lists(st.integers(1, 9), min_size=1, max_size=4).map(tuple)
        case Equation():
            return st.sampled_from(["ab,bc->ac", "...x,xy->...y"])
        case composite.Order():
            return st.integers(1, 4).flatmap(lambda axes: st.permutations(range(1, axes + 1)))
        case OneLayer():
            declared = LAYERS["LSTM" if "LSTM" in kind.types else "Dense"]
            inside = declarations(declared).map(lambda layer: dataclasses.replace(layer, name=None))
            return st.none() | inside if kind.optional else inside
        case composite.Optional():
            return st.one_of(st.none(), values(kind.inner))
        case composite.Either():
            return st.one_of(*(values(each) for each in kind.kinds))
        case Configured():
            tables = st.one_of(*(_table(name, takes) for name, takes in kind.types.items()))
            return st.one_of(st.sampled_from(kind.names), tables) if kind.names else tables
        case Numbers():
            several = st.lists(values(kind.each), min_size=1, max_size=3)
            return st.one_of(several, values(kind.each)) if kind.alone else several
        case ClassWeights():  # a table has the classes of a dataset
            return st.sampled_from([None, "balanced"])
        case MetricNames():
            return st.sampled_from([("auc", "f1"), ("top_2_accuracy",)])
        case Monitored():
            return st.sampled_from(["val_loss", "val_accuracy"])
    raise NotImplementedError(kind)


def _table(name: str, takes: Arguments) -> st.SearchStrategy[dict[str, Any]]:
    """A type with its required arguments and any of the others, without None, since TOML has no null."""
    kinds = {key: getattr(kind, "inner", kind) for key, kind in takes.kinds.items()}
    needed = {key: values(kinds[key]) for key in takes.needed}
    free = {key: values(kind) for key, kind in kinds.items() if key not in needed}
    given = st.fixed_dictionaries(needed, optional=free)
    return given.map(lambda arguments: {"type": name} | _fitting(arguments))


def _fitting(arguments: dict[str, Any]) -> dict[str, Any]:
    """A piecewise constant schedule, with one value more than boundaries."""
    if "values" not in arguments:
        return arguments
    wanted = len(arguments["boundaries"]) + 1
    return arguments | {"values": (arguments["values"] * wanted)[:wanted]}


@st.composite
def declarations(draw: st.DrawFn, declared: type[Any]) -> Any:
    """Any declaration of a class; each setting with a default is given or not."""
    given = {}
    for setting in settings_of(declared).values():
        if setting.name == "inputs":
            continue  # they depend on the layers before it, see `connected`
        if setting.required or draw(st.booleans()):
            kind = composite.Optional(setting.kind) if setting.name == "name" else setting.kind
            given[setting.name] = draw(values(kind))
    return declared(**given)


def layers_outside() -> st.SearchStrategy[zoo.Layer]:
    """Layers outside the vocabulary."""
    kinds = st.sampled_from(["RandomBrightness", "RandomContrast", "RandomZoom"])
    return st.builds(
        lambda kind, name, given: zoo.Layer(kind, name=name, **given), kinds, st.none() | NAMES, ARGUMENTS
    )


def connected(draw: st.DrawFn, layers: list[Any]) -> list[Any]:
    """The layers with any inputs, as a chain or a graph; a Concatenate takes what no other layer takes."""
    is_chain = draw(st.booleans())
    names = names_of(layers)
    unused: dict[str, None] = {}
    found = []
    for place, layer in enumerate(layers[:-1]):
        fewest, most = layer.arity
        many = draw(st.integers(fewest, most or 3))
        sources = draw(st.lists(st.sampled_from([INPUT, *names[:place]]), min_size=many, max_size=many))
        if is_chain and many == 1:
            sources = [names[place - 1] if place else INPUT]
        found.append(placed(layer, sources))
        unused = {name: None for name in (*unused, names[place]) if name not in sources}
    if len(unused) > 1:
        found.append(zoo.Concatenate(inputs=tuple(unused), name="joined"))
    return [*found, layers[-1] if len(unused) != 1 else placed(layers[-1], list(unused))]


def placed(layer: Any, sources: list[str]) -> Any:
    """A layer with these inputs."""
    if isinstance(layer, zoo.Layer):
        return layer.but({"inputs": tuple(sources)})
    return dataclasses.replace(layer, inputs=tuple(sources))


def names_of(layers: list[Any]) -> list[str]:
    """The names of layers, also of those without one."""
    tables = [{"type": each.type} | ({"name": each.name} if each.name else {}) for each in layers]
    return [table["name"] for table in completed(tables)]


@st.composite
def specs(draw: st.DrawFn) -> zoo.ModelSpec:
    """Any spec with layers."""
    hidden = [declared for name, declared in LAYERS.items() if name != "Head"]
    one = st.one_of(layers_outside(), *(declarations(declared) for declared in hidden))
    layers = connected(draw, [*draw(st.lists(one, max_size=4)), draw(declarations(zoo.Head))])
    names = [layer.name for layer in layers if layer.name is not None]
    assume(len(set(names)) == len(names))
    assume(not any(conflicts(layer, "") for layer in layers))
    shape = draw(values(fields.Shape()))
    return zoo.ModelSpec(layers=layers, summary=draw(LINES), input_shape=shape, datasets=draw(DATASETS))


@st.composite
def presets(draw: st.DrawFn, declared: type[Any]) -> zoo.OptimizerPreset:
    """Any preset of an optimizer."""
    optimizer = draw(declarations(declared))
    clips = [name for name in ("clipnorm", "clipvalue", "global_clipnorm") if getattr(optimizer, name)]
    optimizer = dataclasses.replace(optimizer, **dict.fromkeys(clips[1:]))
    return zoo.OptimizerPreset(optimizer, summary=draw(LINES))
