"""`zoo.audit`: train named weights again from their plan, and compare the training and the file."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from zoo.api.replay import repeat
from zoo.api.spot_audit import spot_audit
from zoo.errors import SettingError, UsageError, ZooError
from zoo.plan.other_data import moved
from zoo.runs.directory import metrics_row
from zoo.runs.find import DEFAULT
from zoo.runs.kept import find_model, of_run
from zoo.runs.moved_sources import with_sources
from zoo.runs.named_weights import record_at
from zoo.runs.plans import read_plan
from zoo.runs.published import named_arrays
from zoo.schema.arguments import checked_path
from zoo.training.events import unwatched
from zoo.training.isolation import isolated
from zoo.weights.file import arrays_of, is_declaration, read_spec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.runs import RunRecord
    from zoo.runs.find import RunLike
    from zoo.runs.verdict import Verdict
    from zoo.specs.dataset_like import DatasetLike
    from zoo.specs.weights import WeightsSpec
    from zoo.training.events import Watch
    from zoo.weights.array import Array

File = Literal["equal", "equal when rounded", "different", "not compared"]


@dataclass(frozen=True)
class Audit:
    """Named weights that were trained again.

    `of` is the record of the published run, `record` that of the new one, `verdict` compares the two as
    `zoo.replay` does. `file` says whether the published file has the weights of the new run: it is not
    compared if not all epochs were trained, or the two trainings are not bit-identical. `first` is the
    first epoch that was trained and compared, `declared` the number of epochs in the declaration. `seconds`
    is how long the audit took.
    """

    name: str
    of: RunRecord
    record: RunRecord
    verdict: Verdict
    file: File
    first: int
    declared: int
    seconds: float

    @property
    def is_passed(self) -> bool:
        """Whether the training did not diverge, and the file has no other weights."""
        return self.verdict.kind != "diverged" and self.file != "different"

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`."""
        return {
            "name": self.name,
            "run": self.of.id,
            "audit": self.record.id,
            "path": self.record.path,
            "passed": self.is_passed,
            "verdict": self.verdict.to_json(),
            "file": self.file,
            "first": self.first,
            "epochs": self.verdict.epochs,
            "declared": self.declared,
            "seconds": self.seconds,
            "fingerprint": self.record.fingerprint,
        }


@isolated()
def audit(
    name: RunLike,
    *,
    epochs: int | None = None,
    spot: bool = False,
    data: DatasetLike | None = None,
    start: RunLike | None = None,
    teacher: RunLike | None = None,
    runs_dir: str | Path = DEFAULT,
    watch: Watch = unwatched,
) -> Audit:
    """Train named weights again from the plan in their declaration, and compare every epoch.

    A passed audit of all epochs proves that this plan, on this data, leads to the published results and to
    the weights in the file. It says nothing about who trained first, or about other data.

    Args:
        name: The name of the weights, or the path of their declaration.
        epochs: Train and compare only the first so many epochs; default all, and the file too.
        spot: Train one epoch alone, after a published checkpoint that is picked at random.
        data: Where own data is now, if it has moved, or the data itself; it must be unchanged.
        start: Where the weights that the training began from are now, if they have moved.
        teacher: Where the teacher that the training learned from is now, if it has moved.
        runs_dir: The folder in which the new run is saved.
        watch: A function that is called with each event of the training.

    Returns:
        Both records, the verdict on the epochs, and whether the file has the same weights.

    Raises:
        UsageError: No weights have this name, or the number of epochs is not valid.
        ZooError: The declaration was edited, the file is not the declared one, or the data is not available.
        TrainingFailed: The training failed; the exception has the record.
        Interrupted: A signal stopped the training; the exception has the record.

    Examples:
        >>> zoo.audit("softmax-1layer.fashion-mnist", epochs=1).verdict.kind
        'bit-identical'
    """
    began = time.perf_counter()
    path = declaration_of(name, runs_dir)
    then, spec = record_at(path), read_spec(path)
    arrays = arrays_of(spec, path)
    rows = rows_of(then, spec)
    if not rows:
        raise ZooError(f"{then.short} declares no digests of epochs, so it can't be audited")
    runs = checked_path("runs_dir", runs_dir)
    plan = with_sources(moved(read_plan(path), data), start, teacher, runs)
    if spot:
        if epochs is not None:
            raise SettingError("epochs", epochs, "does not apply to one epoch; wanted either it or --spot")
        done = spot_audit(path, then, spec, rows, plan=plan, runs=runs, watch=watch)
    else:
        done = repeat(then, rows, plan, runs, watch, epochs=epochs)
    is_whole = done.verdict.epochs == len(rows) and done.verdict.kind == "bit-identical"
    file: File = "not compared"
    if is_whole:
        file = compared(arrays, named_arrays(of_run(Path(done.record.path))))
    first = done.record.complete_epochs if spot else 1
    seconds = time.perf_counter() - began
    return Audit(then.name, then, done.record, done.verdict, file, first, len(rows), seconds)


def declaration_of(name: RunLike, runs_dir: str | Path) -> Path:
    """The path of the declaration of named weights; UsageError if it is a run."""
    path = find_model(name, runs_dir)
    if not is_declaration(path):
        raise UsageError(f"{path} is a run; wanted the name of weights, or zoo replay {path.name[-4:]}")
    return path


def rows_of(record: RunRecord, spec: WeightsSpec) -> list[dict[str, Any]]:
    """The rows of metrics.jsonl of the published run."""
    return [metrics_row(record, epoch, digest) for epoch, digest in enumerate(spec.digests, start=1)]


def compared(published: Sequence[Array], trained: Sequence[Array]) -> File:
    """Whether two models have the same weights, or the same ones after these were rounded."""
    if [(each.name, each.shape) for each in published] != [(each.name, each.shape) for each in trained]:
        return "different"
    pairs = [*zip(published, trained, strict=True)]
    if all(one.content == other.content for one, other in pairs):
        return "equal"
    are_equal = all(one.content == _rounded(other, one.dtype).content for one, other in pairs)
    return "equal when rounded" if are_equal else "different"


def _rounded(array: Array, dtype: str) -> Array:
    """The array in another precision of floating-point numbers."""
    if array.dtype == dtype or {array.dtype, dtype} - {"float16", "float32", "float64"}:
        return array
    import numpy as np

    values = np.frombuffer(array.content, array.dtype).astype(dtype)
    return replace(array, dtype=dtype, content=values.tobytes())
