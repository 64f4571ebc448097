"""The layers that are not trained in each phase of a plan, and patterns that don't fit its model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.errors import enumerated
from zoo.plan.layer_patterns import LayerNames
from zoo.plan.trained_layers import trained_layers
from zoo.plan.wrong import Wrong
from zoo.registry import nearest
from zoo.specs.architecture import is_static

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.plan.plan import Plan
    from zoo.specs.architecture import Architecture

FEW = 12
"""An error lists at most so many layers."""
Patterns = tuple[str, ...] | None


class Change(NamedTuple):
    """What a phase changes: `train_only` freezes all other layers, then `freeze` and `unfreeze` apply.

    `path` is that of its settings.
    """

    path: str
    train_only: Patterns = None
    freeze: Patterns = None
    unfreeze: Patterns = None

    def after(self, frozen: frozenset[str], names: LayerNames) -> frozenset[str]:
        """The frozen layers after the change."""
        if self.train_only is not None:
            frozen = frozenset(names.layers) - _matching(self.train_only, names)
        return (frozen | _matching(self.freeze, names)) - _matching(self.unfreeze, names)


def changes_of(plan: Plan) -> list[Change]:
    """The change before the first phase, and that of each phase."""
    first = Change("train", plan.train.train_only, plan.train.freeze)
    return [
        first,
        *(
            Change(f"phases.{place}", each.train_only, each.freeze, each.unfreeze)
            for place, each in enumerate(plan.phases)
        ),
    ]


def freezes(plan: Plan) -> bool:
    """Whether layers are frozen in a phase, or should no longer be."""
    return any(each.train_only or each.freeze or each.unfreeze for each in changes_of(plan))


def frozen_layers(plan: Plan, names: LayerNames) -> list[frozenset[str]]:
    """The names of the frozen layers in each phase; a plan without phases is one."""
    states, frozen = [], frozenset[str]()
    for change in changes_of(plan):
        frozen = change.after(frozen, names)
        states.append(frozen)
    return states[1:] if plan.phases else states


def phases_of(plan: Plan, architecture: Architecture) -> list[dict[str, Any]]:
    """The phases for the record: epochs, frozen layers with weights, and number of trainable parameters.

    A training with frozen layers is one phase. It is empty if all layers are trained in one phase.
    """
    if not plan.phases and not freezes(plan):
        return []
    names = LayerNames.of(plan.model.value)
    return [
        {
            "epochs": part.train.epochs,
            "frozen": [each.name for each in architecture.layers if each.parameters and each.name in frozen],
            "trainable_parameters": architecture.trainable(frozen),
        }
        for part, frozen in zip(plan.by_phase, frozen_layers(plan, names), strict=True)
    ]


def misfits(plan: Plan) -> Iterator[Wrong]:
    """Patterns that don't fit a model made of layers; those of a built one are known once it is built."""
    for change in changes_of(plan):
        if change.train_only is not None and change.freeze is not None:
            reason = "is given with train_only, which freezes all other layers; wanted one of them"
            yield Wrong(f"{change.path}.freeze", ",".join(change.freeze), reason)
    if plan.model.value.builder is not None or not freezes(plan):
        return
    names = LayerNames.of(plan.model.value)
    found = list(unmatched(plan, names))
    yield from found
    if not found and is_static(plan.model.value):
        architecture = trained_layers(plan, plan.architecture())
        yield from nothing_left(plan, [architecture.trainable(each) for each in frozen_layers(plan, names)])


def unmatched(plan: Plan, names: LayerNames) -> Iterator[Wrong]:
    """The patterns that match no layer, and those of `unfreeze` that match no frozen one."""
    frozen = frozenset[str]()
    for change in changes_of(plan):
        for setting in ("train_only", "freeze", "unfreeze"):
            for pattern in getattr(change, setting) or ():
                matching = names.matching(pattern)
                if not matching:
                    reason = f"matches no layer of {plan.model.name}; {_meant(pattern, names)}"
                elif setting == "unfreeze" and not matching & frozen:
                    many = enumerated(sorted(frozen)[:FEW]) if frozen else "none"
                    reason = f"matches no layer that is frozen before this phase; frozen: {many}"
                else:
                    continue
                yield Wrong(f"{change.path}.{setting}", pattern, reason)
        frozen = change.after(frozen, names)


def nothing_left(plan: Plan, trainable: list[int]) -> Iterator[Wrong]:
    """The phases without a weight to train, from the number of trainable parameters of each."""
    for place, count in enumerate(trainable):
        if not count:
            changes = changes_of(plan)
            change = changes[place + 1] if plan.phases else changes[0]
            setting = "train_only" if change.train_only else "freeze"
            if plan.phases and not getattr(change, setting):
                change, setting = changes[0], "train_only" if plan.train.train_only else "freeze"
            patterns = ",".join(getattr(change, setting) or ())
            where = f" in phase {place + 1}" if plan.phases else ""
            reason = f"freezes every weight of {plan.model.name}{where}; wanted at least one that is trained"
            yield Wrong(f"{change.path}.{setting}", patterns, reason)


def _matching(patterns: Patterns, names: LayerNames) -> frozenset[str]:
    return frozenset().union(*(names.matching(each) for each in patterns or ()))


def _meant(pattern: str, names: LayerNames) -> str:
    """The nearest name, or the names."""
    known = [*names.layers, *names.blocks]
    meant = nearest(pattern.strip("*"), known)
    if meant:
        return f"did you mean {meant}?"
    few = enumerated(known[:FEW]) + (" …" if len(known) > FEW else "")
    return f"its layers: {few}"
