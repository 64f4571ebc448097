"""What `zoo train --dry-run` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.api.training_plan import on_data, with_training
from zoo.plan.plan import Plan
from zoo.plan.resolve import find_plan, open_model
from zoo.runs.start import begun_from
from zoo.runs.teacher import taught_by
from zoo.training.begin import expected

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from zoo.specs.data_options import DataOptions
    from zoo.specs.dataset_like import DatasetLike
    from zoo.training.begin import Expected
    from zoo.training.events import Watch


def dry_run(
    model: str | Path,
    optimizer: str | Path | None,
    dataset: DatasetLike | None,
    train_settings: Mapping[str, Any],
    *,
    settings: Mapping[str, Any],
    callbacks: Iterable[str],
    options: DataOptions,
    start: str | None,
    partial: bool,
    teacher: str | None,
    phases: Any,
    runs: Path,
    watch: Watch,
) -> Expected:
    """What `train` would do with the same arguments; `train_settings` has those of the training by name."""
    opened = open_model(model)
    plan = find_plan(
        model,
        optimizer,
        dataset,
        settings=with_training(settings, train_settings, phases),
        callbacks=callbacks,
        options=options,
        opened=opened,
        start=begun_from(start, runs, partial=partial),
        teacher=taught_by(teacher, runs),
    )
    return on_data(plan, watch, expected, is_chosen=dataset is not None or isinstance(opened, Plan))
