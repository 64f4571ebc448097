"""From a run and some examples to what its model answers."""

from __future__ import annotations

from dataclasses import replace
from os import PathLike
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data import scaling
from zoo.errors import SettingError, UsageError, ZooError
from zoo.inference.inputs.read import read
from zoo.inference.inputs.wanted import Wanted
from zoo.inference.open import backend_of, source_of, trained_of
from zoo.inference.predictions import Predictions
from zoo.plan.prepare import prepare
from zoo.runs.kept import Kept
from zoo.schema.arguments import checked
from zoo.schema.fields import Integer
from zoo.training import backend
from zoo.training.events import Importing, unwatched

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zoo.specs.data_facts import Pixels
    from zoo.training.events import Watch

SPLITS = ("test", "validation", "training")


class Examples(NamedTuple):
    """Examples as the model takes them, and what is known of them."""

    scaled: np.ndarray
    names: tuple[str, ...]
    of: int
    notes: tuple[str, ...] = ()
    true: np.ndarray | None = None


def predict(
    run: str | Path,
    inputs: str | Path | Sequence[str | Path] = (),
    *,
    split: str | None = None,
    limit: int | None = None,
    runs_dir: str | Path = "runs",
    watch: Watch = unwatched,
) -> Predictions:
    """What a run's model answers to the examples in files, or to those of a split.

    `run` is an id, a unique part of one's end, `last`, or a path; or a `.keras` file, which gives its
    numbers as they are. `inputs` are PNG and JPEG pictures, .npy, .npz and CSV files; `-` is standard
    input. Without them it is the dataset's own `split`, test where none is named. Values in arrays and
    CSV are those of the dataset, before scaling. Of all examples only the first `limit` are answered.

    Raises UsageError where there is no such run or split; ZooError where the run, its backend or one of
    the inputs stands in the way, before Keras is imported where that can be known.
    """
    inputs = [inputs] if isinstance(inputs, (str, PathLike)) else list(inputs)
    if inputs and split is not None:
        raise UsageError("files and --split can't be had together; wanted one of them")
    if split is not None and split not in SPLITS:
        raise SettingError("split", split, f"is no split; wanted {', '.join(SPLITS)}")
    if limit is not None:
        limit = checked("limit", Integer(1), limit)
    found = source_of(run, runs_dir)
    backend.require(backend_of(found))
    if not isinstance(found, Kept):
        return _of_file(found, inputs, limit, watch)
    examples = _read(found, inputs, limit) if inputs else _of_split(found, split or SPLITS[0], limit)
    if not np.isfinite(examples.scaled).all():
        raise ZooError(
            "an example is infinite once it is scaled; wanted numbers as the training data has them"
        )
    watch(Importing(backend.title(found.plan.train.backend)))
    trained = trained_of(found, found.plan.train.backend)
    is_classification = trained.task.kind == "classification"
    pixels = _pixels(found)
    return Predictions(
        title=trained.title,
        run=found.record.id,
        noun=found.plan.dataset.value.unit,
        names=examples.names,
        answers=trained.answers(examples.scaled),
        classes=trained.class_names if is_classification else (),
        true=examples.true,
        images=None if pixels is None else examples.scaled / (pixels.white * found.scaling.factor),
        notes=examples.notes,
        split="" if inputs else split or SPLITS[0],
        of=examples.of,
    )


def _of_file(path: Path, inputs: Sequence[str | Path], limit: int | None, watch: Watch) -> Predictions:
    """What the model in a file answers: its numbers, to values as they are."""
    if not inputs:
        raise UsageError(f"{path.name} has no dataset to predict on; wanted files with examples")
    watch(Importing(backend.title(backend_of(path))))
    trained = trained_of(path, backend_of(path))
    got = read(inputs, Wanted(trained.input_shape))
    return Predictions(
        title=trained.title,
        run=str(path),
        noun="examples",
        names=got.names[:limit],
        answers=trained.answers(trained.scaled(got.x[:limit])),
        notes=got.notes,
        of=len(got.names),
    )


def _read(found: Kept, inputs: Sequence[str | Path], limit: int | None) -> Examples:
    dataset = found.plan.dataset.value
    wanted = Wanted(dataset.input_shape, _pixels(found), dataset.features)
    if dataset.file is not None:
        wanted = replace(wanted, columns=dataset.file.columns, target=dataset.file.target)
    got = read(inputs, wanted)
    return Examples(
        scaling.inputs(found.scaling, got.x[:limit]), got.names[:limit], len(got.names), got.notes
    )


def _of_split(found: Kept, split: str, limit: int | None) -> Examples:
    _, data = prepare(found.plan)
    everything = getattr(data.parts, split)
    positions = everything[:limit]
    names = tuple(map(str, range(len(positions))))
    return Examples(data.scaled(positions), names, len(everything), true=data.truth[positions])


def _pixels(found: Kept) -> Pixels | None:
    assert found.plan.data is not None
    return found.plan.data.pixels
