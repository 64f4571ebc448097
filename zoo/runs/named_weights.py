"""Named weights as the record and the checkpoint of the run that they are from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zoo.errors import ZooError
from zoo.plan import file as plan_file
from zoo.runs import provenance
from zoo.runs.checkpoint import Checkpoint
from zoo.runs.record import SCHEMA, RunRecord
from zoo.schema import toml
from zoo.specs.architecture import is_static
from zoo.weights.file import arrays_of, read_spec

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.plan.plan import Plan
    from zoo.specs.weights import WeightsSpec


def name_at(path: Path) -> str:
    """The name of the weights that a file declares."""
    return path.stem


def record_at(path: Path) -> RunRecord:
    """The record of the run that the weights are from, with the path of their declaration.

    Raises:
        ZooError: The declaration is not valid, or was edited.
    """
    return _record(read_spec(path), path)


def read_weights(path: Path) -> tuple[RunRecord, Plan, Checkpoint]:
    """The record, the plan and the checkpoint of the weights that a file declares.

    The checkpoint has the variables of the model alone: neither the state of the optimizer, nor that of
    random generators.

    Raises:
        ZooError: The declaration is not valid or was edited, or the file with the weights is not the
            declared one.
    """
    spec = read_spec(path)
    record = _record(spec, path)
    plan = plan_file.read(spec.plan, str(path), path.parent)
    _refuse_changed(spec, plan, path)
    if is_static(plan.model.value):
        record = replace(record, layers=list(plan.architecture().layers))
    state = Checkpoint(
        epoch=record.kept_epoch or record.complete_epochs,
        model=arrays_of(spec, path),
        optimizer=(),
        history=record.history,
        epoch_seconds=record.epoch_seconds,
        digests=[*spec.digests],
        run=record.id,
    )
    return record, plan, state


def _record(spec: WeightsSpec, path: Path) -> RunRecord:
    digest = provenance.digest(toml.dumps("plan", spec.plan))
    if digest != spec.record["plan_digest"]:
        raise ZooError(f"the plan in {path} was edited: its digest is not that in the record")
    try:
        record = RunRecord.from_json({**spec.record, "schema": SCHEMA, "status": "completed"})
    except Exception as error:  # noqa: BLE001 - a damaged record must not hide others, as of a run
        raise ZooError(f"the record in {path} can't be read: {error}") from None
    epochs = {len(values) for values in (*record.history.values(), record.epoch_seconds)}
    if len(epochs | {len(spec.digests) or max(epochs)}) > 1:
        raise ZooError(f"the record in {path} can't be read: its lists have different numbers of epochs")
    return replace(record, name=name_at(path), path=str(path))


def _refuse_changed(spec: WeightsSpec, plan: Plan, path: Path) -> None:
    """Raise ZooError if the dataset has other classes by now, whose names the predictions would have."""
    classes = plan.dataset.value.classes
    if spec.classes != classes:
        raise ZooError(f"{plan.dataset.name} has other classes than {path} declares")
