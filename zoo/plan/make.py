"""Make a plan from its parts and changed settings, and check that they fit each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zoo.errors import DeclarationError, Problem
from zoo.plan import distillation, freezing, lora_misfits, model_misfits
from zoo.plan.given_once import refuse_both
from zoo.plan.misfits import misfits
from zoo.plan.phase import Phase, phases_of
from zoo.plan.phase_misfits import lengths, misfits_of_phases
from zoo.plan.phrase import ALIASES
from zoo.plan.plan import Plan
from zoo.plan.plugin_parts import layers_of_plugins
from zoo.plan.train_settings import train_settings
from zoo.plan.wrong import refuse
from zoo.specs.losses import ALIASES as ALIASES_OF_LOSSES
from zoo.specs.losses import LOSSES
from zoo.specs.text_models import with_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zoo.plan.start import Start
    from zoo.plan.teacher import Teacher
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.model import ModelSpec
    from zoo.specs.named import Named
    from zoo.specs.optimizer import OptimizerPreset


def fitting(plan: Plan, subject: str = "") -> Plan:
    """The plan itself; raises the errors of `trace` if the model does not support the dataset.

    Raises UsageError for a layer that no plugin registers, and SettingError or DeclarationError if training
    settings do not fit the task or the run; `subject` is the file that has them.
    """
    model_misfits.refuse(plan.model, plan.dataset)
    list(layers_of_plugins(plan.model.value))
    refuse(list(misfits_of_phases(plan)), subject)
    wrong = [*misfits(plan.dataset, plan.train, plan.objective.loss), *freezing.misfits(plan)]
    wrong += [*lora_misfits.misfits(plan.model, plan.dataset, plan.train), *distillation.misfits(plan)]
    refuse(wrong, subject, problems=[] if plan.data else list(lengths(plan)))
    return plan


def make_plan(
    model: Named[ModelSpec],
    optimizer: Named[OptimizerPreset],
    dataset: Named[DatasetSpec],
    *,
    settings: Mapping[str, Any] | None = None,
    callbacks: Iterable[Named[Any]] = (),
    start: Start | None = None,
    teacher: Teacher | None = None,
) -> Plan:
    """Make a plan, and check everything that can be checked without the data.

    `settings` maps paths to values: `hidden.units`, `optimizer.learning_rate` (or `lr`), `train.epochs`;
    `phases` to a list of tables. `start` is the source of the weights that the training begins from,
    `teacher` what it learns from beside the labels.
    """
    changes: dict[str, dict[str, Any]] = {"optimizer": {}, "train": {}}
    layers: dict[str, Any] = {}
    given = dict(settings or {})
    phases = _phases(given.pop("phases", None))
    if phases:
        changes["train"]["epochs"] = sum(phase.epochs for phase in phases)
    for path, value in given.items():
        full = ALIASES.get(path, path)
        if full != path and full in given:
            refuse_both(path, value, full, given[full])
        owner, _, setting = full.partition(".")
        if owner in changes and setting:
            changes[owner][setting] = value
        else:
            layers[path] = value
    loss = changes["train"].get("loss")
    loss = ALIASES_OF_LOSSES.get(loss, loss) if isinstance(loss, str) else loss
    if isinstance(loss, str) and loss in LOSSES:  # one of Keras's is a setting of the head
        path = f"{model.value.head.name}.loss"
        if path in layers:
            refuse_both("train.loss", loss, path, layers[path])
        layers[path] = loss
        del changes["train"]["loss"]
    fitted = with_vocabulary(model.value, dataset.value.tokens)
    plan = Plan(
        model=replace(model, value=fitted.override(layers, model.name)),
        optimizer=replace(optimizer, value=optimizer.value.override(changes["optimizer"], optimizer.name)),
        dataset=dataset,
        train=train_settings(changes["train"]),
        callbacks=tuple(callbacks),
        start=start,
        teacher=teacher,
        phases=phases,
    )
    return fitting(distillation.completed(plan))


def _phases(given: Any) -> tuple[Phase, ...]:
    """The phases in a list of tables; DeclarationError if they are not valid."""
    problems: list[Problem] = []
    found = () if given is None else phases_of(given, problems)
    if problems:
        raise DeclarationError("the training", problems)
    return found
