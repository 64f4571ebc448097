"""Weights of classes: `balanced`, or a table with a weight for each class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from zoo.errors import Problem, shorten, shown
from zoo.registry import nearest
from zoo.schema.declaration import Compound
from zoo.schema.fields import Number, WrongValue
from zoo.schema.plain_values import as_text
from zoo.schema.value import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.specs.dataset import DatasetSpec

BALANCED = "balanced"
EACH = Number(0)


@frozen
class ClassWeights(Compound):
    """The kind of setting that holds the weights of classes.

    A table is stored as a tuple of pairs, so that the settings are hashable. It may be written as text,
    `cat=2,dog=0.5`.
    """

    wanted: str = "balanced, or weights by class, as cat=2,dog=0.5"

    def read_at(self, found: Any, path: str, problems: list[Problem]) -> Any:
        """`balanced`, None, or the pairs of class and weight."""
        if found is None or (isinstance(found, str) and found in ("none", BALANCED)):
            return None if found in (None, "none") else BALANCED
        table = _table(found)
        if not table:
            problems.append(Problem(path, shown(found), f"wanted {self.wanted}"))
            return None
        pairs = []
        for name, weight in sorted(table.items()):
            try:
                pairs.append((name, EACH.read(weight)))
            except WrongValue as wrong:
                problems.append(Problem(f"{path}.{shorten(name)}", shown(weight), f"wanted {wrong.wanted}"))
        return tuple(pairs)


def _table(found: Any) -> dict[str, Any]:
    """The weights by class; empty if this is not a table or its text."""
    if isinstance(found, tuple):  # pairs, as they are stored
        found = dict(found) if all(isinstance(each, tuple) and len(each) == 2 for each in found) else {}  # noqa: PLR2004 - pairs
    if isinstance(found, str):
        parts = [part.rpartition("=") for part in found.split(",")]
        found = {name.strip(): _number(weight) for name, equals, weight in parts if equals and name.strip()}
        found = found if len(found) == len(parts) else {}
    if not isinstance(found, Mapping) or not all(_is_class(name) for name in found):
        return {}
    return {as_text(name) if isinstance(name, str) else str(name): weight for name, weight in found.items()}


def _is_class(name: Any) -> bool:
    """Whether this can be a class: its name, or its number as in Keras."""
    return isinstance(name, str) or (type(name) is int and abs(name) < 2**31)


def _number(text: str) -> float | str:
    """The number, whole ones as they were typed; other text as it is."""
    try:
        return int(text) if text.strip().lstrip("+-").isdecimal() else float(text)
    except ValueError:
        return text.strip()


def misfits(chosen: Any, spec: DatasetSpec, name: str, path: str) -> Iterator[tuple[str, Any, str]]:
    """What does not fit a dataset: path, value and reason of each.

    Args:
        chosen: The weights as `ClassWeights` reads them.
        spec: The dataset.
        name: The name of the dataset.
        path: The path of the setting.
    """
    if chosen is None:
        return
    if not spec.task.has_one_class:
        pairs = () if chosen == BALANCED else chosen
        what = ",".join(f"{each}={weight:g}" for each, weight in pairs) or BALANCED
        yield path, what, f"is for classes, and {name} is a {spec.task.noun}; wanted none"
        return
    if chosen == BALANCED:
        return
    known = spec.class_names
    for given, weight in chosen:
        if given not in known:
            meant = nearest(given, known)
            few = 8
            wanted = "one of " + ", ".join(known) if len(known) <= few else f"a class, as {known[0]}"
            hint = f"did you mean {meant}?" if meant else f"wanted {wanted}"
            yield f"{path}.{shorten(given)}", weight, f"is for no class of {name}; {hint}"
    weights = dict(chosen)
    if all(weights.get(each, 1.0) == 0 for each in known):
        yield path, "0 for each class", "leaves no example to train on; wanted at least one weight above 0"
