"""Training results as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from zoo.plan.start import RUN
from zoo.runs.figures import RATE
from zoo.tables.catalog import layers as layer_grid
from zoo.tables.grid import Grid, GridColumn
from zoo.tables.layer_weights import layer_weights, trained
from zoo.tables.words import count, duration, literal, metrics
from zoo.tables.words import memory as size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.data.progress import Encoding
    from zoo.runs import RunRecord
    from zoo.training.begin import Expected

SHOWN = 20
"""Up to this many epochs are all shown; with more, every nth, the best and the last."""


def heading(record: RunRecord) -> str:
    """The first line of every training."""
    if record.average_of:
        many = f"average of {count(len(record.average_of))} runs"
        return f"{literal(record.model)} on {literal(record.dataset)}: {many}"
    many = "1 epoch" if record.epochs == 1 else f"{record.epochs:,} epochs"
    done = record.resumed[-1]["epoch"] if record.resumed and record.status == "running" else 0
    if 0 < done < record.epochs:
        many = f"epochs {done + 1:,} to {record.epochs:,} of {record.epochs:,}"
    return (
        f"{literal(record.model)} with {literal(record.optimizer)} on {literal(record.dataset)}: "
        f"{many}, batch size {record.batch_size}, seed {record.seed}"
    )


def data_line(record: RunRecord) -> str:
    """The number of examples in each split, and the source of the data."""
    parts = ", ".join(f"{number:,} {part}" for part, number in record.examples.items())
    return f"{parts} {literal(record.noun)}; found in {literal(record.source)}"


def encoding(event: Encoding) -> str:
    """As in "encoding 6,230,529 rows of sales.csv on disk, where they take 1.6 GB"."""
    return f"encoding {event.rows:,} rows of {event.name} on disk, where they take {size(event.size)}"


def share_encoded(event: Encoding) -> str:
    """As in "40%"."""
    return f"{event.done / max(event.rows, 1):.0%}"


def beginning(record: RunRecord) -> list[str]:
    """The first lines of every training; for your own data, also how it was interpreted."""
    return [heading(record), data_line(record), *map(literal, record.understood)]


def promise(record: RunRecord) -> str:
    """Whether the result of a resumed run is identical to that of an uninterrupted run."""
    *_, last = record.resumed
    if last["differences"]:
        return f"The result may not be bit-identical: {'; '.join(last['differences'])}."
    epochs = "epoch 1" if last["epoch"] == 1 else f"epochs 1 to {last['epoch']}"
    return (
        f"Versions, backend and processor are the same as in {epochs}: "
        "the result is identical to an uninterrupted run."
    )


def layers(record: RunRecord) -> Grid:
    """The layers, as in `zoo show`."""
    flops = [layer.flops for layer in record.layers]
    total = None if None in flops else sum(each or 0 for each in flops)
    return layer_grid(record.layers, record.parameters, total, layer_weights(record), trained(record))


def loss(record: RunRecord) -> str:
    """The loss, and what a teacher adds to it."""
    if not record.teacher:
        return f"Loss {record.loss}."
    teacher = record.teacher
    name = literal(teacher["source"][-4:] if teacher["kind"] == RUN else teacher["source"])
    share = f"{teacher['weight']:g} of it from the teacher {name} at temperature {teacher['temperature']:g}"
    return f"Loss {record.loss}, {share}."


def expected(training: Expected) -> Grid:
    """The loss, the steps and the memory of a training that has not begun."""
    record, memory = training.record, training.memory
    threads = "1 thread" if record.threads == 1 else f"{record.threads} threads"
    rows = [
        ["loss", record.loss],
        ["steps", f"{training.steps:,} in an epoch, {training.steps * record.epochs:,} in all"],
        ["backend", f"{record.backend}, {threads}"],
        ["expected memory", size(sum(memory.values()))],
        *([f"  {what}", size(amount)] for what, amount in memory.items()),
    ]
    return Grid([GridColumn("Property"), GridColumn("Value", wrap=True)], rows)


def epochs(record: RunRecord, newest: int | None = None) -> Grid:
    """Results by epoch; only the last `newest` epochs, if given."""
    shown = _shown(record) if newest is None else range(1, record.complete_epochs + 1)[-newest:]
    columns = {
        name: _column(name, [values[epoch - 1] for epoch in shown]) for name, values in record.history.items()
    }
    return Grid(
        [
            GridColumn("Epoch", right=True),
            *(
                GridColumn(literal(name), right=True, drop=0 if name.startswith("val_") else 2)
                for name in columns
            ),
            GridColumn("Time", right=True, drop=1),
            GridColumn("", style="green"),
        ],
        [
            [
                str(epoch),
                *(cells[row] for cells in columns.values()),
                duration(record.epoch_seconds[epoch - 1]),
                Text(_remark(record, epoch), style="green"),
            ]
            for row, epoch in enumerate(shown)
        ],
    ).without_empty()


def _column(name: str, values: Sequence[float]) -> list[str]:
    """The values of a metric, or learning rates, which may be small."""
    return [f"{value:.3g}" for value in values] if name == RATE else metrics(values)


def epoch_line(record: RunRecord, epoch: int) -> str:
    """The results of an epoch in one line."""
    figures = "  ".join(
        f"{literal(name)} {_column(name, [values[epoch - 1]])[0]}" for name, values in record.history.items()
    )
    seconds = duration(record.epoch_seconds[epoch - 1])
    return f"epoch {count(epoch)}/{count(record.epochs)}  {figures}  {seconds}"


def splits(record: RunRecord) -> Grid:
    """The kept model's metrics on validation and test examples."""
    names = list(next(iter(record.metrics.values()), {}))
    columns = [metrics([values[name] for values in record.metrics.values()]) for name in names]
    return Grid(
        [
            GridColumn("Split"),
            GridColumn(literal(record.noun.capitalize()), right=True),
            *(GridColumn(literal(name), right=True) for name in names),
            GridColumn("", wrap=True),
        ],
        [
            [
                literal(split),
                count(record.examples[split]),
                *(cells[row] for cells in columns),
                literal(record.caution) if split == "test" else "",
            ]
            for row, split in enumerate(record.metrics)
        ],
    ).without_empty()


def ending(record: RunRecord) -> str:
    """How a run ended and its path; for an incomplete run, also its complete epochs."""
    if record.status == "completed":
        how = f"completed in {duration(record.seconds)}"
        if record.stopped:
            how += f", stopped early by {record.stopped}"
            how += (
                "" if record.best_epoch == record.complete_epochs else f", best was epoch {record.best_epoch}"
            )
    else:
        how = f"{record.status}, {count(record.complete_epochs)} of {count(record.epochs)} epochs complete"
    name = f" ({literal(record.name)})" if record.name else ""
    return f"Run {literal(record.id[-4:])}{name} {how}: {literal(record.path)}"


def _shown(record: RunRecord) -> list[int]:
    done = record.complete_epochs
    every = -(-done // SHOWN)
    wanted = {*range(every, done + 1, every), done, record.best_epoch, record.kept_epoch}
    return sorted(epoch for epoch in wanted if epoch)


def _remark(record: RunRecord, epoch: int) -> str:
    best = epoch == record.best_epoch
    kept = epoch == record.kept_epoch and record.status == "completed"
    return ", ".join(word for word, holds in (("best", best), ("kept", kept)) if holds)
