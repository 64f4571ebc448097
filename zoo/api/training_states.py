"""The states of a training after some of its epochs, from training it again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from zoo.api.replay import shortened
from zoo.errors import ZooError
from zoo.plan.other_data import moved
from zoo.runs.directory import read_checkpoint, read_record
from zoo.runs.metrics import read_metrics
from zoo.runs.plans import read_plan
from zoo.system.temporary import temporary_folder
from zoo.training.events import EpochDone, unwatched
from zoo.training.isolation import isolated
from zoo.training.train import train

if TYPE_CHECKING:
    from zoo.runs.checkpoint import Checkpoint
    from zoo.specs.dataset_like import DatasetLike
    from zoo.training.events import Event, Watch

STATES = 3
"""The number of epochs whose states are kept, spread over the training."""


@isolated()
def states_of(path: Path, watch: Watch = unwatched, data: DatasetLike | None = None) -> list[Checkpoint]:
    """The states after a few epochs of the run in a directory; its last epoch is not one of them.

    The run keeps only its newest state, so it is trained again, in a temporary folder.

    Raises:
        ZooError: The run has one epoch, or training it again is not bit-identical here.
    """
    rows = read_metrics(path)
    last = len(rows)
    chosen = {max(1, round(part * last / (STATES + 1))) for part in range(1, STATES + 1)} - {last}
    short = read_record(path).short
    if not chosen:
        raise ZooError(f"{short} has {last:,} epoch, and an audit that begins at a checkpoint needs 2")
    plan = shortened(moved(read_plan(path), data), max(chosen))
    plan = replace(plan, train=replace(plan.train, checkpoint_every=1, keep="last"))
    found: list[Checkpoint] = []

    def seen(event: Event) -> None:
        watch(event)
        if isinstance(event, EpochDone) and event.record.complete_epochs in chosen:
            found.append(read_checkpoint(Path(event.record.path)))

    with temporary_folder() as folder:
        train(plan, folder, seen)
    for each in found:
        if each.digests[-1] != rows[each.epoch - 1]["digest"]:
            raise ZooError(
                f"{short} has no checkpoints to publish: trained again here, it differs from epoch "
                f"{each.epoch:,} on; zoo replay {short} shows why"
            )
    return [replace(each, run="", best="", is_over=False, stopped="") for each in found]
