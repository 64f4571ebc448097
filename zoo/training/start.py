"""Begin a training from weights: read them, and put those that fit by name and shape into a model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zoo.errors import ZooError
from zoo.plan.start import RUN
from zoo.runs import kept as kept_runs
from zoo.runs.checkpoint import weights_of
from zoo.runs.start import digest_of_file, digest_of_run

if TYPE_CHECKING:
    from zoo.plan.plan import Plan
    from zoo.plan.start import Start
    from zoo.runs.checkpoint import Array
    from zoo.specs.dataset import DatasetSpec

KERAS = ".keras"


@dataclass(frozen=True, eq=False)
class Source:
    """The weights that a training begins from, read from their source.

    `title` is as in messages, `arrays` are named by layer and variable. `dataset` is what they were trained
    on, if that is known. `by_number` says that variables of a layer may be known by their order alone.
    """

    title: str
    arrays: tuple[Array, ...]
    dataset: DatasetSpec | None = None
    by_number: bool = False


def source_of(plan: Plan) -> Source | None:
    """The weights that a plan begins from; None if it begins from new ones.

    Raises ZooError if they are not found, can't be read, or are others than the plan's digest says; NotLoaded
    if a file is not valid.
    """
    start = plan.start
    if start is None:
        return None
    path = Path(start.path or start.source)
    if not path.exists():
        raise ZooError(f"{path} is missing; the plan begins from the weights in it")
    if start.kind == RUN:
        found = kept_runs.of_run(path)
        _check(start, digest_of_run(found))
        arrays = tuple(weights_of(found.checkpoint.kept_model))
        return Source(found.record.id[-4:], arrays, found.plan.dataset.value)
    _check(start, digest_of_file(path))
    if path.suffix.lower() == KERAS:
        from zoo.training.keras_file import arrays_of

        return Source(path.name, tuple(weights_of(arrays_of(path, plan.train.backend))))
    from zoo.training.weights_file import of_file

    return Source(path.name, of_file(path, path.name), by_number=True)


def _check(start: Start, digest: str) -> None:
    if digest != start.digest:
        now, then = (f"{each[:19]}…" for each in (digest, start.digest))
        raise ZooError(f"the weights of {start.source} have changed: now {now}; the plan begins from {then}")
