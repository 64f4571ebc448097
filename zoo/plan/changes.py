"""The settings of a plan that differ from the defaults."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from zoo.catalog import registries
from zoo.catalog.resolve import found, of_entry
from zoo.plan.differences import ORIGIN, differences
from zoo.plan.plan import DEFAULT_OPTIMIZER, Plan
from zoo.registry import RegistryError
from zoo.specs.text_models import with_vocabulary

if TYPE_CHECKING:
    from zoo.specs.model import ModelSpec
    from zoo.specs.named import Named

T = TypeVar("T")

LEFT_OUT = ("threads", "execution", *ORIGIN)
"""What the machine decides, and where an object comes from."""


def changes(plan: Plan, usual: Plan | None = None) -> dict[str, Any]:
    """The settings that differ from those of a usual plan, by path.

    `usual` is by default the registered model with the registered optimizer. A part that is not
    registered counts as unchanged.
    """
    usual = usual or _registered(plan)
    differing = differences([each.to_table() for each in (usual, plan)])
    found = {path: value for path, (_, value) in differing.items() if not path.endswith(LEFT_OUT)}
    # The settings of phases are many: how many phases there are is enough to tell runs apart.
    phases = {"phases": len(plan.phases)} if plan.phases else {}
    return {path: value for path, value in found.items() if not path.startswith("phases.")} | phases


def as_given(opened: Plan | Named[ModelSpec], optimizer: Any, plan: Plan) -> Plan | None:
    """The plan with the model and the optimizer as they were given; None if a whole plan was given."""
    if isinstance(opened, Plan):
        return None
    return Plan(
        _fitted(opened, plan),
        found("optimizer", DEFAULT_OPTIMIZER if optimizer is None else optimizer),
        plan.dataset,
    )


def _registered(plan: Plan) -> Plan:
    return Plan(
        _fitted(_as_registered("model", plan.model), plan),
        _as_registered("optimizer", plan.optimizer),
        plan.dataset,
    )


def _fitted(model: Named[ModelSpec], plan: Plan) -> Named[ModelSpec]:
    """The model with the vocabulary of the plan's data."""
    return replace(model, value=with_vocabulary(model.value, plan.dataset.value.tokens))


def _as_registered(kind: str, part: Named[T]) -> Named[T]:
    """The object that is registered with this name, or the part itself if there is none."""
    if part.distribution is None:
        return part
    registry = registries.KINDS[kind]
    try:
        entry = registry.find(f"{part.distribution}:{part.name}")
        return of_entry(entry, registry.load(entry))
    except RegistryError:
        return part
