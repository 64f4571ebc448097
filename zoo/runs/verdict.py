"""Whether a run that was trained again went the same way.

Bit-identical are two runs with equal digests of all variables, and equal losses and metrics, after each
epoch. Else it is judged how far their losses are apart, each difference as a part of the larger loss:

                                                     loss, epoch 1   loss, later   val_loss
    other threads, oneDNN, instructions of the processor    to 0.05 %     to 1.0 %   to 3.7 %
    allowed                                                     0.2 %          2 %       10 %
    another seed                                         0.4 to 1.4 %     to 1.7 %   to 6.5 %

This is relu-dropout with rmsprop on Fashion-MNIST, in 5 and 10 epochs, as benchmarks/replay.py prints it.
Rounding is not always small. It stays below 0.00002 % until, in any epoch, two runs part (in some
units, most likely, which one of them switches on and the other doesn't), and from then on they are
as far apart as any two of one kind. It is the first epoch that tells runs from each other, because it
begins with equal weights, order and dropout; the later bounds find what goes wrong afterwards. Nor is all
that differs far apart: a learning rate 10 % larger gave 0.001 to 0.05 % in the first epoch. On the 6,000
images of the sample and on digits rounding came to 0.00003 % in any loss of any epoch, another seed to
3.6 % and 8.9 % in the first.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from zoo.runs.provenance import Change, changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zoo.runs.record import RunRecord

    Row = Mapping[str, Any]

FIRST = 0.002
"""Of the training loss of the first epoch."""
LATER = 0.02
"""Of that of each epoch that follows."""
VALIDATION = 0.1
"""Of val_loss, which is no mean over an epoch's many steps but a snapshot after the last."""
NEGLIGIBLE = 0.001
"""Of the first epoch's loss: a loss that has become smaller is measured against that."""
BESIDE = ("schema", "epoch", "seconds", "digest")
"""What stands in a row beside losses and metrics."""


@dataclass(frozen=True)
class Figure:
    """A loss after an epoch, in both runs: how far apart they are, and may be, as parts of the larger."""

    name: str
    epoch: int
    then: float
    now: float
    difference: float
    allowed: float

    @property
    def is_beyond(self) -> bool:
        """Whether it is more than rounding explains."""
        return not self.difference <= self.allowed


@dataclass(frozen=True)
class Verdict:
    """What comes of comparing a replay with the run that it repeats.

    The first `epochs` are compared, of the `epochs_then` and `epochs_now` that there are. `differs_from`
    is the first epoch after which variables differ, `figures_differ_from` the first whose losses or
    metrics do. `figure` is the loss that is furthest apart for what is allowed to it: of all, or, where
    the runs diverged, of the first epoch with one that is beyond. `metrics` are that epoch's, then and
    now. `changes` says what of the runs' surroundings differs.
    """

    kind: Literal["bit-identical", "within tolerance", "diverged"]
    epochs: int
    epochs_then: int
    epochs_now: int
    differs_from: int | None = None
    figures_differ_from: int | None = None
    figure: Figure | None = None
    metrics: dict[str, tuple[float, float]] | None = None
    changes: tuple[Change, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`."""
        return asdict(self) | {"changes": [change._asdict() for change in self.changes]}


def judge(then: Sequence[Row], now: Sequence[Row], changed: Sequence[Change] = ()) -> Verdict:
    """Compare the rows of two runs' metrics.jsonl, as far as both go; each has at least one."""
    pairs = list(zip(then, now, strict=False))
    verdict = Verdict("bit-identical", len(pairs), len(then), len(now), changes=tuple(changed))
    differ = _first(row["epoch"] for row, other in pairs if row["digest"] != other["digest"])
    figures_differ = _first(row["epoch"] for row, other in pairs if _figures(row) != _figures(other))
    if differ is None and figures_differ is None:
        return verdict
    floor = NEGLIGIBLE * abs(then[0]["loss"])
    figures = [figure for row, other in pairs for figure in _losses(row, other, floor)]
    beyond = [figure for figure in figures if figure.is_beyond]
    judged = [figure for figure in beyond if figure.epoch == beyond[0].epoch] or figures
    worst = max(judged, key=lambda figure: figure.difference / figure.allowed)
    metrics = {
        name: (row[name], other[name])
        for row, other in pairs
        for name in row
        if row["epoch"] == worst.epoch and name not in BESIDE and name in other and not name.endswith("loss")
    }
    return replace(
        verdict,
        kind="diverged" if beyond else "within tolerance",
        differs_from=differ,
        figures_differ_from=figures_differ,
        figure=worst,
        metrics=metrics,
    )


def apart(one: float, other: float, floor: float = 0.0) -> float:
    """How far two numbers are apart, as a part of the larger one, or of `floor` where that is larger."""
    largest = max(abs(one), abs(other), floor)
    return abs(one - other) / largest if largest else 0.0


def conditions(record: RunRecord) -> dict[str, str]:
    """What a run's bits hang on beside its plan: its fingerprint, and the versions of plugins."""
    known = record.fingerprint or {
        **record.versions,
        "backend": record.backend,
        "execution": record.execution,
        "threads": str(record.threads),
    }
    return known | {origin["distribution"]: origin["version"] for origin in record.origins.values()}


def surroundings(record: RunRecord) -> dict[str, str]:
    """What else a run's bits hang on: these, the model's spec and the data."""
    return conditions(record) | {"spec": record.spec_digest, "data": record.dataset_digest}


def judge_runs(then: RunRecord, rows: Sequence[Row], now: RunRecord, new_rows: Sequence[Row]) -> Verdict:
    """Compare two runs with what they were trained in."""
    return judge(rows, new_rows, changes(surroundings(then), surroundings(now)))


def _first(epochs: Iterator[int]) -> int | None:
    return next(epochs, None)


def _figures(row: Row) -> dict[str, float]:
    return {name: value for name, value in row.items() if name not in BESIDE}


def _losses(then: Row, now: Row, floor: float) -> Iterator[Figure]:
    """The two losses of an epoch, compared."""
    epoch = then["epoch"]
    for name, allowed in (("loss", FIRST if epoch == 1 else LATER), ("val_loss", VALIDATION)):
        if name in then and name in now:
            difference = apart(then[name], now[name], floor)
            yield Figure(name, epoch, then[name], now[name], difference, allowed)
