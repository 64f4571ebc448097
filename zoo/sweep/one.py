"""One combination, trained or gone on with: what a process of a sweep is asked to do."""

from __future__ import annotations

from pathlib import Path

from zoo.errors import ZooError
from zoo.kept import plan_of
from zoo.run import Interrupted
from zoo.sweep.directory import DATA, Sweep
from zoo.sweep.shared_data import mapped
from zoo.training.train import resume, train


def carry_out(folder: str, number: int, *, allow_different: bool = False) -> str:
    """Train a combination as its plan says, or go on with its run; returns why it failed, "" where not.

    Raises Interrupted where a signal stopped it.
    """
    sweep = Sweep.read(Path(folder))
    before, prepared = sweep.runs().get(number), mapped(sweep.path / DATA)
    try:
        if before is None:
            train(sweep.plan(number), sweep.path, combination=number, prepared=prepared)
        else:
            resume(plan_of(before.path), before.path, allow_different=allow_different, prepared=prepared)
    except Interrupted:
        raise
    except ZooError as error:
        return str(error)
    return ""
