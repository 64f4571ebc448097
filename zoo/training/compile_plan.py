"""Compile a model for a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.plan.augmentation_misfits import types_of
from zoo.plan.layer_rates import rates_of
from zoo.plan.metrics import extra_metrics
from zoo.plan.plugin_parts import loss_of
from zoo.specs.augmentation.layers import MIXING
from zoo.training.build import compile_model
from zoo.training.feeds import architecture
from zoo.training.layerwise import scale_rates
from zoo.training.taught_loss import learn_from_teacher

if TYPE_CHECKING:
    import keras

    from zoo.plan.plan import Plan


def compile_for(model: keras.Model, plan: Plan, *, weighted: bool = False) -> None:
    """Compile a model with the optimizer, the loss and the metrics of a plan; see `compile_model`."""
    name = plan.train.loss
    spec = None if name is None else loss_of(name)
    compile_model(
        model,
        plan.model.value,
        plan.optimizer_in_steps,
        plan.dataset.value.task,
        weighted=weighted,
        extra=extra_metrics(plan),
        own=None if name is None or spec is None else (name, spec),
        mixed=any(name in MIXING for name in types_of(plan.train.augment)),
    )
    if plan.teacher is not None:
        learn_from_teacher(model, plan)
    if plan.train.lr_decay is not None:
        scale_rates(model, rates_of(architecture(plan, model).layers, plan.train.lr_decay))
