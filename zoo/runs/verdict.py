"""Compare a replay with the run that it repeats.

Two runs are bit-identical if the digests of all variables and all losses and metrics are equal after
each epoch. Otherwise the losses are compared, each difference relative to the larger loss:

                                                     loss, epoch 1   loss, later   val_loss
    other threads, oneDNN, instructions of the processor    to 0.05 %     to 1.0 %   to 3.7 %
    allowed                                                     0.2 %          2 %       10 %
    another seed                                         0.4 to 1.4 %     to 1.7 %   to 6.5 %

These are results of benchmarks/replay.py: relu-dropout with rmsprop on Fashion-MNIST, 5 and 10 epochs.
Rounding errors are not always small. They stay below 0.00002 % until two runs diverge in some epoch
(probably when a unit is active in one run and not in the other); from then on the runs differ as much
as any two of their kind. The first epoch discriminates best, because it starts from equal weights,
order and dropout; the later bounds find errors that occur afterwards. A real change can also be small:
a learning rate 10 % larger gave 0.001 to 0.05 % in the first epoch. On the 6,000 images of the sample
and on digits, rounding gave at most 0.00003 % in any loss, another seed 3.6 % and 8.9 % in the first
epoch.
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
"""Allowed relative difference of the training loss in the first epoch."""
LATER = 0.02
"""Allowed relative difference of the training loss in each later epoch."""
VALIDATION = 0.1
"""Allowed relative difference of val_loss, which is measured once, after the last step of an epoch."""
NEGLIGIBLE = 0.001
"""Fraction of the first epoch's loss; smaller losses are compared relative to this one."""
BESIDE = ("schema", "epoch", "seconds", "digest")
"""Keys of a row that are not losses or metrics."""


@dataclass(frozen=True)
class LossDifference:
    """A loss of both runs after an epoch, with its relative difference and the allowed one."""

    name: str
    epoch: int
    then: float
    now: float
    difference: float
    allowed: float

    @property
    def is_beyond(self) -> bool:
        """Whether the difference is too large to be a rounding error."""
        return not self.difference <= self.allowed


@dataclass(frozen=True)
class Verdict:
    """The result of comparing a replay with the run that it repeats.

    The first `epochs` of `epochs_then` and `epochs_now` are compared. `differs_from` is the first epoch
    after which variables differ, `figures_differ_from` the first whose losses or metrics differ.
    `figure` is the loss with the largest difference relative to the allowed one: of all epochs, or, if
    the runs diverged, of the first epoch that is beyond its bound. `metrics` are those of this epoch,
    then and now. `changes` lists what differs in the environments of the runs. Averages of runs have no
    epochs: of them, the metrics of the validation split are compared.
    """

    kind: Literal["bit-identical", "within tolerance", "diverged"]
    epochs: int
    epochs_then: int
    epochs_now: int
    differs_from: int | None = None
    figures_differ_from: int | None = None
    figure: LossDifference | None = None
    metrics: dict[str, tuple[float, float]] | None = None
    changes: tuple[Change, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`."""
        return asdict(self) | {"changes": [change._asdict() for change in self.changes]}


def judge(then: Sequence[Row], now: Sequence[Row], changed: Sequence[Change] = ()) -> Verdict:
    """Compare the rows of two runs' metrics.jsonl for their common epochs; each has at least one."""
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
    """The difference of two numbers relative to the larger one, or to `floor` if that is larger."""
    largest = max(abs(one), abs(other), floor)
    return abs(one - other) / largest if largest else 0.0


def conditions(record: RunRecord) -> dict[str, str]:
    """What a run's reproducibility depends on besides its plan: its fingerprint and plugin versions."""
    known = record.fingerprint or {
        **record.versions,
        "backend": record.backend,
        "execution": record.execution,
        "threads": str(record.threads),
    }
    return known | {origin["distribution"]: origin["version"] for origin in record.origins.values()}


def surroundings(record: RunRecord) -> dict[str, str]:
    """The conditions of a run with the digests of the model's spec and of the data."""
    return conditions(record) | {"spec": record.spec_digest, "data": record.dataset_digest}


def judge_runs(then: RunRecord, rows: Sequence[Row], now: RunRecord, new_rows: Sequence[Row]) -> Verdict:
    """Compare two runs, with the models that they keep if they are of one length, and their environments."""
    rows, new_rows = [*rows], [*new_rows]
    if len(rows) == len(new_rows) and then.model_digest and now.model_digest:
        for these, record in ((rows, then), (new_rows, now)):
            these[-1] = {**these[-1], "digest": f"{these[-1]['digest']} {record.model_digest}"}
    return judge(rows, new_rows, changes(surroundings(then), surroundings(now)))


def _first(epochs: Iterator[int]) -> int | None:
    return next(epochs, None)


def _figures(row: Row) -> dict[str, float]:
    return {name: value for name, value in row.items() if name not in BESIDE}


def _losses(then: Row, now: Row, floor: float) -> Iterator[LossDifference]:
    """The two losses of an epoch, compared."""
    epoch = then["epoch"]
    for name, allowed in (("loss", FIRST if epoch == 1 else LATER), ("val_loss", VALIDATION)):
        if name in then and name in now:
            difference = apart(then[name], now[name], floor)
            yield LossDifference(name, epoch, then[name], now[name], difference, allowed)
