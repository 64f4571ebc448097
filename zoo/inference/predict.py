"""Predict with a run's model on files or on a split."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from zoo.data import scaling
from zoo.data.check import check_tokens
from zoo.data.memory import NAME
from zoo.data.memory.frames import is_frame
from zoo.data.resolve import is_named
from zoo.errors import SettingError, UsageError, ZooError
from zoo.inference.inputs.memory import from_memory
from zoo.inference.inputs.read import Read, read
from zoo.inference.inputs.wanted import Wanted
from zoo.inference.joint import check_calibration, fitted, joint_of
from zoo.inference.members import sources_of
from zoo.inference.open import backend_of, trained_of
from zoo.inference.predictions import Predictions
from zoo.plan.other_data import moved
from zoo.plan.prepare import prepare
from zoo.runs.kept import Kept
from zoo.schema.arguments import checked
from zoo.schema.fields import Integer
from zoo.training import backend
from zoo.training.events import Importing, Working, unwatched
from zoo.training.isolation import isolated
from zoo.training.restore import in_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from zoo.plan.plan import Plan
    from zoo.runs.find import RunLike
    from zoo.specs.data_facts import Pixels
    from zoo.specs.dataset_like import DatasetLike, FrameLike, Values
    from zoo.specs.task import Task
    from zoo.training.events import Watch

Reader = Callable[[Wanted], Read]
SPLITS = ("test", "validation", "training")


class Examples(NamedTuple):
    """Scaled examples with their names, notes and true values."""

    scaled: np.ndarray
    names: tuple[str, ...]
    of: int
    notes: tuple[str, ...] = ()
    true: np.ndarray | None = None


@isolated()
def predict(
    run: RunLike | Iterable[RunLike],
    inputs: str | Path | Sequence[str | Path] | Values | FrameLike = (),
    *,
    split: Literal["test", "validation", "training"] | None = None,
    data: DatasetLike | None = None,
    limit: int | None = None,
    strict: bool = False,
    drop: Iterable[str] | str = (),
    calibrate: bool = False,
    runs_dir: str | Path = "runs",
    watch: Watch = unwatched,
) -> Predictions:
    """Predict with a run's model, for the examples in files or for those of a split.

    Args:
        run: A run (an id, the end of one, a name, `last`, a path, a record), the name of weights, or a
            `.keras` file, whose output is returned as it is. Several completed runs on the same data are an
            ensemble: the mean of their probabilities or targets is predicted.
        inputs: A file or several: PNG and JPEG images, `.npy` and `.npz` files, or tables; `-` is
            standard input. Or examples in memory: an array, or a DataFrame for a model of a table. Values
            are those of the dataset, before scaling.
        split: `test`, `validation` or `training`: predict the run's own dataset; default `test` if
            there are no inputs.
        data: Where the run's own data is now, if it has moved, or the data itself, if it is in memory;
            it must be unchanged.
        limit: Predict only the first so many examples.
        strict: Whether rows of a table are refused for an unknown category, a value of another kind or a
            column that training had not; otherwise a note counts them.
        drop: For a `.keras` file, columns of a table that the model is not given, such as the target. The
            others are passed as numbers in the order of the file.
        calibrate: Whether the probabilities are scaled by a temperature, which is fitted on the validation
            split of the run's own data.
        runs_dir: The folder in which ids are looked up.
        watch: A function that is called before the backend is imported.

    Returns:
        Probabilities of shape (examples, classes or labels), or target numbers of shape (examples, outputs).

    Raises:
        UsageError: No such run or split.
        ZooError: The run, its backend or an input is not available or cannot be read. Where
            possible this is found before Keras is imported.

    Examples:
        >>> found = zoo.predict("last", split="test", limit=3)
        >>> found.answers.shape
        (3, 10)
    """
    reader = _reader(inputs)
    if reader is not None and split is not None:
        raise UsageError("files and --split can't be combined; wanted one of them")
    if reader is not None and data is not None and not calibrate:
        reason = "is for a split of the run's own data; wanted either FILE or --data"
        raise SettingError("data", data if is_named(data) else NAME, reason)
    if split is not None and split not in SPLITS:
        raise SettingError("split", split, f"is not a split; wanted {', '.join(SPLITS)}")
    if limit is not None:
        limit = checked("limit", Integer(1), limit)
    left_out = (drop,) if isinstance(drop, str) else tuple(drop)
    sources = sources_of(run, runs_dir)
    found = sources[0]
    check_calibration(found, wanted=calibrate)
    backend.require(backend_of(found))
    if not isinstance(found, Kept):
        _refuse_for_file(data)
        return _of_file(found, reader, limit, watch, left_out)
    if left_out:
        reason = "is for .keras files; other columns than a run's own are ignored; leave it out"
        raise SettingError("drop", ",".join(left_out), reason)
    if reader is None:
        examples = _of_split(moved(found.plan, data), split or SPLITS[0], limit)
    else:
        examples = _read(found, reader, limit, strict=strict)
    if not all(np.isfinite(part).all() for part in in_parts(examples.scaled)):
        raise ZooError(
            "an example is infinite after scaling; wanted numbers in the range of the training data"
        )
    own = prepare(moved(found.plan, data), tell=watch)[1] if calibrate else None
    watch(Importing(backend.title(found.plan.train.backend)))
    joint = joint_of(sources, [trained_of(each, found.plan.train.backend) for each in sources])
    trained = joint.first
    watch(Working(f"Predicting with {joint.title}"))
    joint = joint if own is None else fitted(joint, own)
    pixels = _pixels(found)
    return Predictions(
        title=joint.title,
        run=joint.run,
        noun=found.plan.dataset.value.unit,
        names=examples.names,
        answers=joint.predict(examples.scaled),
        classes=() if trained.task.has_units else trained.class_names,
        several=not (trained.task.has_units or trained.task.has_one_class),
        true=_of_shape(examples.true, trained.task),
        images=None if pixels is None else examples.scaled / (pixels.white * found.scaling.factor),
        notes=examples.notes,
        split=split or SPLITS[0] if reader is None else "",
        of=examples.of,
    )


def _refuse_for_file(data: DatasetLike | None) -> None:
    """Raise SettingError for what only a run has."""
    if data is not None:
        raise SettingError("data", data if is_named(data) else NAME, "is for runs; a .keras file takes FILE")


def _of_shape(true: np.ndarray | None, task: Task) -> np.ndarray | None:
    """The true values as arrays, if the targets are."""
    return true if true is None or not task.shape else true.reshape(len(true), *task.shape)


def _reader(inputs: Any) -> Reader | None:
    """What reads the examples of files or of memory; None if there are no files."""
    if is_frame(inputs) or hasattr(inputs, "__array__"):
        return partial(from_memory, inputs)
    several: list[Any] = [inputs] if isinstance(inputs, (str, PathLike)) else list(inputs)
    if not several:
        return None
    is_file = any(isinstance(each, (str, PathLike)) for each in several)
    return partial(read if is_file else from_memory, several)


def _of_file(
    path: Path, reader: Reader | None, limit: int | None, watch: Watch, drop: tuple[str, ...]
) -> Predictions:
    """The outputs of the model in a file for unscaled values."""
    if reader is None:
        raise UsageError(f"{path.name} has no dataset to predict on; wanted files with examples")
    watch(Working(f"Reading {path.name}"))
    trained = trained_of(path, backend_of(path))
    got = reader(Wanted(trained.input_shape, drop=drop, scaled=trained.scaled))
    watch(Working(f"Predicting with {trained.title}"))
    return Predictions(
        title=trained.title,
        run=str(path),
        noun="examples",
        names=got.names[:limit],
        answers=trained.predict(got.x[:limit] if got.is_scaled else trained.scaled(got.x[:limit])),
        notes=got.notes,
        of=len(got.names),
    )


def _read(found: Kept, reader: Reader, limit: int | None, *, strict: bool) -> Examples:
    dataset, file = found.plan.dataset.value, found.plan.dataset.value.file
    scaled = partial(scaling.inputs, found.scaling)
    wanted = Wanted(dataset.input_shape, _pixels(found), dataset.features, strict=strict, scaled=scaled)
    if file is not None:
        wanted = replace(
            wanted,
            columns=file.columns,
            target=file.target,
            others=file.unused,
            marks=file.missing_marks,
            encoding=file.encoding,
            medians=file.medians,
            image_column=file.image_column,
        )
    got = reader(wanted)
    x = got.x[:limit]
    if not got.is_scaled:
        check_tokens("the input", "its examples", x, dataset.tokens)
    return Examples(x if got.is_scaled else scaled(x), got.names[:limit], len(got.names), got.notes)


def _of_split(plan: Plan, split: str, limit: int | None) -> Examples:
    _, prepared = prepare(plan)
    everything = getattr(prepared.parts, split)
    positions = everything[:limit]
    names = tuple(map(str, range(len(positions))))
    return Examples(prepared.scaled(positions), names, len(everything), true=prepared.truth[positions])


def _pixels(found: Kept) -> Pixels | None:
    assert found.plan.data is not None
    return found.plan.data.pixels
