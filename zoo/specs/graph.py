"""The inputs of layers: checked, and followed from the model's input to its output."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from zoo.errors import Problem, enumerated, shown
from zoo.registry import nearest
from zoo.specs.layers.base import INPUT, LayerDeclaration, Shape
from zoo.specs.layers.core import Reshape
from zoo.specs.layers.other import Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

V = TypeVar("V")
FEW = 12
"""An error lists at most so many layers."""
MOST_SEARCHED = 20
"""A near name and a cycle are searched for so many errors, so that large graphs are checked fast."""


def is_graph(layers: Iterable[LayerDeclaration]) -> bool:
    """Whether a layer takes another input than the layer before it."""
    return any(layer.inputs is not None for layer in layers)


def follow(
    layers: Sequence[LayerDeclaration],
    start: V,
    shape_of: Callable[[V], Shape | None],
    apply: Callable[[LayerDeclaration, tuple[str, ...], tuple[V, ...]], V],
) -> V:
    """Apply each layer to the outputs of its inputs, in order, and return the last output.

    A value is whatever stands for an output: a shape, or a tensor of Keras. A source without the channel axis
    that a layer needs gets one, once, by a Reshape, or by a TimeDistributed of one that keeps a mask.

    Args:
        layers: The layers of a checked spec.
        start: The value of the model's input.
        shape_of: The shape of a value; None if it is unknown.
        apply: Gives the output of a layer, or of an added one, for the names and values of its inputs.
    """
    values, names = {INPUT: start}, {layer.name for layer in layers}
    with_channels: dict[tuple[str, str, Shape], str] = {}
    masked: set[str] = set()
    before = INPUT
    for layer in layers:
        sources = layer.inputs or (before,)
        shape = shape_of(values[sources[0]])
        is_masked = not masked.isdisjoint(sources)
        added = None if shape is None else channel_axis(layer, shape, names, is_masked=is_masked)
        if added is not None and shape is not None:
            key = (sources[0], added.type, shape)
            if key not in with_channels:
                name = with_channels[key] = str(added.name)
                names.add(name)
                values[name] = apply(added, sources, (values[sources[0]],))
            sources = (with_channels[key],)
        before = str(layer.name)
        if is_masked or _masks_steps(layer, shape):
            masked.add(before)
        values[before] = apply(layer, sources, tuple(values[source] for source in sources))
    return values[before]


def _masks_steps(layer: LayerDeclaration, shape: Shape | None) -> bool:
    """Whether a layer masks whole steps: one that masks the last axis of longer inputs does not."""
    axes = 1 if layer.type == "Embedding" else 2
    return layer.masks and shape is not None and len(shape) == axes


def channel_axis(
    layer: LayerDeclaration, shape: Shape, names: Iterable[str | None], *, is_masked: bool
) -> LayerDeclaration | None:
    """The layer that adds a channel axis to an input of this shape, or None if `layer` does not need it.

    Its name differs from these `names`. If steps of the input may be masked, and `layer` takes steps, it
    passes the mask on; a Reshape of Keras's does not.
    """
    if not layer.spatial_axes or len(shape) != layer.spatial_axes:
        return None
    first = layer.arguments().get("data_format") == "channels_first"
    taken, name = set(names), "channel"
    while name in taken:
        name += "_"
    if is_masked and layer.takes_steps:
        from zoo.specs.layers.wrapping import TimeDistributed

        return TimeDistributed(_with_axis(shape[1:], first=first), name=name)
    return replace(_with_axis(shape, first=first), name=name)


def _with_axis(shape: Shape, *, first: bool) -> Reshape:
    return Reshape((1, *shape) if first else (*shape, 1))


def normalized(layers: Sequence[LayerDeclaration]) -> tuple[LayerDeclaration, ...]:
    """The named layers without inputs that are the layer before, which is the default."""
    before = INPUT
    found = []
    for layer in layers:
        found.append(_follows_the_one_before(layer) if layer.inputs == (before,) else layer)
        before = str(layer.name)
    return tuple(found)


def _follows_the_one_before(layer: LayerDeclaration) -> LayerDeclaration:
    if isinstance(layer, Layer):
        return layer.but({"inputs": None})
    return replace(layer, inputs=None)


def check(
    layers: Sequence[LayerDeclaration],
    names: Sequence[str],
    arities: Sequence[tuple[int, int | None]],
    problems: list[Problem],
    path: str = "layers",
) -> None:
    """Add an error for each input that is no layer before, wrong number of inputs, and unused layer.

    Inputs that are no tuple of names have their errors already; they are left out here.

    Args:
        layers: The layers, valid or not.
        names: Their names, also of those without one.
        arities: The smallest and the largest number of inputs of each.
        problems: The errors.
        path: That of the layers.
    """
    wiring = dict(_wiring(layers, names))
    used = _check_names(names, wiring, problems, path)
    for place, (layer, (fewest, most)) in enumerate(zip(layers, arities, strict=True)):
        many = len(wiring.get(place, ()))
        if place in wiring and not fewest <= many <= (many if most is None else most):
            found = "–" if layer.inputs is None else f"{many} input{'s' * (many != 1)}"
            problems.append(Problem(f"{path}.{place}.inputs", found, _wanted(fewest, most)))
    if not is_graph(layers):
        return
    if INPUT in names:
        whose = "the model's input" if path == "layers" else "the input of the block"
        at = f"{path}.{names.index(INPUT)}.name"
        problems.append(Problem(at, shown(INPUT), f"wanted another name; {INPUT} is {whose}"))
    if len(wiring) == len(layers):
        problems.extend(
            Problem(f"{path}.{place}", f"{name} is not used", f"wanted {name} in the inputs of a later layer")
            for place, name in enumerate(names[:-1])
            if name and name not in used
        )


def _check_names(
    names: Sequence[str], wiring: dict[int, tuple[str, ...]], problems: list[Problem], path: str
) -> set[str]:
    """Add an error for each input that is no layer before; return the names that are used, or were meant."""
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        places.setdefault(name, place)
    used: set[str] = set()
    searched = 0
    for place, sources in wiring.items():
        used |= {*sources}
        for source in sources:
            if source == INPUT or places.get(source, place) < place:
                continue
            searched += 1
            is_known, is_searched = source in places, searched <= MOST_SEARCHED
            meant = nearest(source, [INPUT, *names[:place]]) if is_searched and not is_known else None
            used |= {meant or source}
            if meant:
                why = f"did you mean {meant}?"
            elif not is_known:
                few = enumerated([INPUT, *names[:place]]) if place < FEW else f"{INPUT} or a layer before it"
                why = f"wanted {few}"
            elif is_searched and place in _needed(places[source], places, wiring):
                why = "wanted a layer before it, since a cycle can't be computed"
            else:
                why = "wanted a layer before it"
            problems.append(Problem(f"{path}.{place}.inputs", shown(source), why))
    return used


def _wiring(
    layers: Sequence[LayerDeclaration], names: Sequence[str]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The names of the inputs of each layer, by its place; those that are no names are left out."""
    for place, layer in enumerate(layers):
        if layer.inputs is None:
            yield place, (names[place - 1] if place else INPUT,)
        elif isinstance(layer.inputs, tuple) and all(isinstance(each, str) for each in layer.inputs):
            yield place, layer.inputs


def _needed(place: int, places: dict[str, int], wiring: dict[int, tuple[str, ...]]) -> set[int]:
    """The places of all layers that the one at this place depends on, itself included."""
    found, left = {place}, [place]
    while left:
        sources = wiring.get(left.pop(), ())
        new = {places[each] for each in sources if each in places} - found
        found |= new
        left += new
    return found


def _wanted(fewest: int, most: int | None) -> str:
    if most is None:
        return f"wanted at least {fewest}, as inputs = ['dense', '{INPUT}']"
    if most == 1:
        return "wanted 1; an Add or a Concatenate takes several"
    return f"wanted {fewest}, as inputs = ['dense', '{INPUT}']"
