"""Put weights into a model by name and shape, and say for each layer whether they were taken or are new."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zoo.errors import DeclarationError, Problem, UsageError
from zoo.training import state
from zoo.training.head import head_of
from zoo.weights.array import SEED_STATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import keras

    from zoo.plan.plan import Plan
    from zoo.training.start import Source
    from zoo.weights.array import Array

TAKEN, PARTLY, NEW = "taken", "partly taken", "new"
Key = tuple[str, ...]


@dataclass
class _Layer:
    """The variables of a layer, each with its names, and the arrays that fit them."""

    name: str
    variables: list[tuple[keras.Variable, Key, Key]]
    found: list[tuple[keras.Variable, Array]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def status(self) -> str:
        """Whether all weights, some or none are taken."""
        if not self.found:
            return NEW
        return TAKEN if len(self.found) == len(self.variables) else PARTLY


def take(
    model: keras.Model, layers: Mapping[str, keras.layers.Layer], plan: Plan, source: Source
) -> dict[str, str]:
    """Put the weights of a source into a model, and return what each layer with weights has got.

    `layers` are those of the model by name. A head for other classes, or of another shape, keeps its new
    weights.

    Raises DeclarationError with each variable that does not fit, unless the plan's start is partial;
    UsageError if nothing fits.
    """
    known = _Known(source)
    head = head_of(plan, layers)
    found = [_matched(name, layer, known, plan) for name, layer in layers.items() if _own(layer)]
    for each in found:
        if each.name == head and (each.problems or _has_other_classes(plan, source)):
            each.found, each.problems = [], []
    problems = [problem for each in found for problem in each.problems]
    has_new_head = any(each.name == head and not each.found for each in found)
    problems += _left_over(source, found, plan, one_is_fine=has_new_head)
    if problems and plan.start is not None and not plan.start.partial:
        error = DeclarationError(f"starting from {source.title}", problems)
        error.add_note("--partial takes only what fits")
        raise error
    if not any(each.found for each in found):
        raise UsageError(f"no weights of {source.title} fit {plan.model.name} by name and shape")
    for each in found:
        for variable, array in each.found:
            state.put([variable], state.converted([array], [variable]))
    for layer in model._flatten_layers():  # noqa: SLF001 - Keras's own loader visits the layers in this way
        if hasattr(layer, "finalize_state"):
            layer.finalize_state()
    return {each.name: each.status for each in found}


class _Known:
    """Arrays by the ends of their names, since the names of models around a layer may differ."""

    def __init__(self, source: Source) -> None:
        self.by_end: dict[Key, list[Array]] = defaultdict(list)
        places: Counter[Key] = Counter()
        for array in source.arrays:
            *owner, last = array.name.split("/")
            number = f"#{places[tuple(owner)]}"
            places[tuple(owner)] += 1
            for name in {last, number} if source.by_number else {last}:
                key = (*owner, name)
                for begin in range(len(key) - 1):
                    self.by_end[key[begin:]].append(array)

    def find(self, *names: Key) -> Array | None:
        """The array of the first of these names that one has; None if several have it equally."""
        for name in names:
            fewest = [each for each in self.by_end.get(name, ()) if each.name.count("/") + 1 == len(name)]
            candidates = fewest or self.by_end.get(name, [])
            if len(candidates) == 1:
                return candidates[0]
        return None


def _own(layer: keras.layers.Layer) -> list[keras.Variable]:
    return [each for each in layer.weights if not each.path.endswith(SEED_STATE)]


def _matched(name: str, layer: keras.layers.Layer, known: _Known, plan: Plan) -> _Layer:
    """A layer with the arrays that fit its variables, and a problem for each that does not."""
    matched = _Layer(name, list(_names(layer)))
    for variable, by_name, by_number in matched.variables:
        array, shape = known.find(by_name, by_number), tuple(variable.shape)
        if array is not None and tuple(array.shape) == shape:
            matched.found.append((variable, array))
        else:
            has = "–" if array is None else str(tuple(array.shape))
            wanted = f"wanted {shape}, as in {plan.model.name}"
            matched.problems.append(Problem("/".join(by_name), has, wanted))
    return matched


def _names(layer: keras.layers.Layer) -> Iterator[tuple[keras.Variable, Key, Key]]:
    """The variables of a layer, each by its name and by its number, both after the name of the layer."""
    places: Counter[Key] = Counter()
    for variable in _own(layer):
        parts = variable.path.split("/")
        begin = parts.index(layer.name) if layer.name in parts else max(len(parts) - 2, 0)
        owner = (layer.name, *parts[begin + 1 : -1])
        yield variable, (*owner, parts[-1]), (*owner, f"#{places[owner]}")
        places[owner] += 1


def _has_other_classes(plan: Plan, source: Source) -> bool:
    """Whether the weights are known to have been trained for other classes or another task."""
    ours, theirs = plan.dataset.value, source.dataset
    if theirs is None:
        return False
    if ours.task.kind != theirs.task.kind:
        return True
    return not ours.task.has_units and ours.class_names != theirs.class_names


def _left_over(
    source: Source, found: Iterable[_Layer], plan: Plan, *, one_is_fine: bool
) -> Iterator[Problem]:
    """A problem for each array that the model has no variable for; those of the source's head are none."""
    taken = {id(array) for each in found for _, array in each.found}
    named = {problem.path for each in found for problem in each.problems}
    left = [
        each
        for each in source.arrays
        if id(each) not in taken and not any(f"/{each.name}".endswith(f"/{name}") for name in named)
    ]
    owners = {each.name.rpartition("/")[0] for each in left}
    if one_is_fine and len(owners) == 1:
        return
    for each in left:
        yield Problem(each.name, str(tuple(each.shape)), f"{plan.model.name} has no such variable")
