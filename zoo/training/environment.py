"""The environment of a run, as its record has it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zoo.runs import provenance
from zoo.training import backend, framework
from zoo.training.custom_objects import custom_objects_of

if TYPE_CHECKING:
    import keras

    from zoo.plan.train_settings import TrainSettings
    from zoo.runs import RunRecord


def with_environment(
    record: RunRecord, model: keras.Model, settings: TrainSettings, threads: int
) -> RunRecord:
    """The record with versions, machine, and the classes of the model that are not Keras's."""
    return replace(
        record,
        custom_objects=[each.to_table() for each in custom_objects_of(model)],
        execution=settings.execution,
        versions=backend.versions(settings.backend),
        fingerprint=provenance.fingerprint(
            settings.backend,
            settings.execution,
            threads,
            backend.device(settings.backend),
            framework.settings(settings.backend),
        ),
        host=provenance.host(),
    )
