"""The check that all files of a run describe the same model: the one that it keeps."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from zoo.runs.directory import CHECKPOINT, MODEL, read_checkpoint
from zoo.runs.kept import Kept
from zoo.runs.validation_outcomes import read_outcomes
from zoo.specs.named import Named
from zoo.specs.optimizer import OptimizerPreset, RMSprop
from zoo.system.temporary import temporary_folder
from zoo.testing import samples
from zoo.testing.data import tiny_data
from zoo.testing.optimizers import NET
from zoo.testing.result import Failed, Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.model import ModelSpec
    from zoo.testing.subject import Subject

ROUNDING = 1e-5
"""The relative difference of two results of one model, computed in other batches."""
SMALLEST_FIRST = ("iris", "breast-cancer", "diabetes", "digits")
AVERAGING = Named("averaging", OptimizerPreset(RMSprop(use_ema=True, ema_momentum=0.9)))


def keeps_one_model(subject: Subject) -> str:
    """A run's record, model.keras, checkpoint and validation.json describe the same model."""
    from zoo.training.train import train

    plan, data = samples.prepared(_plan(subject))
    # A callback may write into the current folder, as MLflow does by default.
    with temporary_folder() as folder, contextlib.chdir(folder):
        record = train(plan, folder, prepared=lambda settled: (settled, data))
        return _compared(record, plan, data)


CHECKS: Mapping[str, Callable[[Subject], str]] = {"keeps one model": keeps_one_model}


def _plan(subject: Subject) -> Plan:
    """A short run of a model, or of a callback with averaged weights, which some need and others may lose."""
    if subject.kind == "model":
        return samples.plan_for(subject.part, _smallest(subject.part))
    return samples.plan_for(NET, samples.dataset(SMALLEST_FIRST[0]), AVERAGING, callbacks=(subject.part,))


def _smallest(model: Named[ModelSpec]) -> Named[DatasetSpec]:
    reasons = []
    for name in SMALLEST_FIRST:
        try:
            return tiny_data(model, name)
        except Skipped as skipped:
            reasons.append(str(skipped))
    raise Skipped(reasons[-1])


def _compared(record: RunRecord, plan: Plan, data: Data) -> str:
    """Raise Failed unless the files of a run agree on the validation examples."""
    from zoo.training import conformance, restore

    path, positions = Path(record.path), data.parts.validation
    outcomes = read_outcomes(path)
    assert plan.data is not None
    assert outcomes is not None
    kept = Kept(path, record, plan, read_checkpoint(path, CHECKPOINT), plan.data.scaling)
    restored = restore.of_run(kept)
    recorded = record.metrics["validation"]
    _require_equal(recorded, "the checkpoint", restore.metrics_of(restored, plan, data, positions))
    if not plan.dataset.value.task.has_one_class and outcomes.right is not None:
        counted = {}
    elif outcomes.right is not None:
        counted = {"accuracy": outcomes.right.bit_count() / outcomes.examples}
    else:
        counted = {"mean_absolute_error": sum(outcomes.errors or ()) / outcomes.examples}
    _require_equal(recorded, "validation.json", counted)
    saved = conformance.loaded(path / MODEL)
    one, other = (conformance.outputs(each, data.scaled(positions)) for each in (restored.model, saved))
    if not np.allclose(one, other, rtol=ROUNDING, atol=ROUNDING):
        apart = np.abs(one - other).max()
        raise Failed(
            f"model.keras and the checkpoint are different models: outputs differ by up to {apart:.2g}"
        )
    return f"validation loss {recorded['loss']:.4f} in all its files"


def _require_equal(recorded: Mapping[str, float], name: str, found: Mapping[str, float]) -> None:
    for metric, value in found.items():
        if abs(value - recorded[metric]) > ROUNDING * (1 + abs(recorded[metric])):
            other = f"{name} has {value:.4f}"
            raise Failed(f"the record says validation {metric} {recorded[metric]:.4f}, but {other}")
