"""One epoch of named weights trained again, from a published state of the training."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from zoo.api.replay import Replay, shortened
from zoo.errors import UsageError
from zoo.plan import file as plan_file
from zoo.plan.vocabulary_file import beside
from zoo.runs import RunDirectory, make_runs_folder, provenance
from zoo.runs.metrics import read_metrics
from zoo.runs.named_weights import read_state
from zoo.runs.verdict import judge, surroundings
from zoo.training.train import resume

if TYPE_CHECKING:
    from typing import Any

    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord
    from zoo.specs.weights import WeightsSpec
    from zoo.training.events import Watch


def spot_audit(
    path: Path,
    then: RunRecord,
    spec: WeightsSpec,
    rows: list[dict[str, Any]],
    *,
    plan: Plan,
    runs: Path,
    watch: Watch,
) -> Replay:
    """Train one epoch after a state that is picked at random, and compare it with the declared epoch.

    The new run in `runs` begins at that state.

    Raises:
        UsageError: The weights have no published state.
        ZooError: The file is not the declared one.
    """
    if not spec.checkpoints:
        what = f"no checkpoints of {then.short} are published, and --spot begins at one"
        works = f"wanted --epochs N, as --epochs 1, or neither for all {len(rows):,}"
        raise UsageError(f"{what}; {works}")
    epoch = random.SystemRandom().choice(spec.checkpoints).epoch
    state = read_state(spec, path, epoch)
    plan = shortened(plan, epoch + 1)
    plan = replace(plan, train=replace(plan.train, keep="last"))
    text = plan_file.dumps(plan)
    record = replace(
        then,
        status="running",
        name="",
        path="",
        epochs=epoch + 1,
        replay_of=then.id,
        plan_digest=provenance.digest(text),
    )
    make_runs_folder(runs)
    with RunDirectory.create(
        runs, f"{plan.model.slug}-{plan.optimizer.slug}", record, text, beside(plan.dataset)
    ) as folder:
        folder.write_checkpoint(state)
    done = resume(plan, folder.path, watch, allow_different=True)
    changed = provenance.changes(surroundings(then), surroundings(done))
    now = read_metrics(Path(done.path))[epoch : epoch + 1]
    return Replay(then, done, judge(rows[epoch : epoch + 1], now, changed))
