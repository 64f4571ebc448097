"""Begin a training from weights: read them, and put those that fit by name and shape into a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zoo.plan.start import RUN, WEIGHTS
from zoo.system import regular
from zoo.untrusted import NotLoaded
from zoo.weights.array import weights_of

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.plan.plan import Plan
    from zoo.specs.dataset import DatasetSpec
    from zoo.weights.array import Array

KERAS, SAFETENSORS = ".keras", ".safetensors"


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
    from zoo.runs.kept import of_run
    from zoo.runs.published import named_arrays
    from zoo.runs.start import digest_of_file, digest_of_run, place_of, refuse_changed

    path = place_of(start)
    if start.kind in (RUN, WEIGHTS):
        found = of_run(path)
        refuse_changed(start, digest_of_run(found))
        return Source(found.record.short, tuple(named_arrays(found)), found.plan.dataset.value)
    refuse_changed(start, digest_of_file(path))
    suffix = path.suffix.lower()
    if suffix == KERAS:
        from zoo.training.keras_file import arrays_of

        return Source(path.name, tuple(weights_of(arrays_of(path, plan.train.backend))))
    if suffix == SAFETENSORS:
        return Source(path.name, _safetensors(path))
    from zoo.training.weights_file import of_file

    return Source(path.name, of_file(path, path.name), by_number=True)


def _safetensors(path: Path) -> tuple[Array, ...]:
    """The arrays in an untrusted file; its header is checked before anything is used."""
    from zoo.weights import safetensors
    from zoo.weights.file import refuse_not_finite
    from zoo.weights.safetensors import UnreadableWeights

    try:
        arrays = safetensors.loads(regular.read_bytes(path))
        refuse_not_finite(arrays.values())
    except UnreadableWeights as error:
        raise NotLoaded(path.name, f"it {error}") from None
    return tuple(arrays.values())
