"""An average of runs beside its parts, as sentences and a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.runs.labels import labels
from zoo.tables.grid import Grid, GridColumn
from zoo.tables.words import count, literal, metric

if TYPE_CHECKING:
    from zoo.inference.average import WeightAverage

SPLITS = ("validation", "test")


def heading(found: WeightAverage) -> str:
    """As in "Average of 3 runs of relu-dropout on digits"."""
    record = found.record
    return (
        f"Average of {count(len(found.parts))} runs of {literal(record.model)} on {literal(record.dataset)}"
    )


def beside(found: WeightAverage) -> Grid:
    """The metrics of the average and of each part, on validation and test examples."""
    records = [found.record, *found.parts]
    names = [(split, name) for split in SPLITS for name in found.record.metrics[split]]
    return Grid(
        [
            GridColumn("Run", style="cyan"),
            GridColumn("Label", wrap=True),
            *(GridColumn(f"{split} {literal(name)}", right=True) for split, name in names),
        ],
        [
            [
                each.short,
                literal(label),
                *(metric(each.metrics.get(split, {}).get(name)) for split, name in names),
            ]
            for each, label in zip(records, ["average", *labels(found.parts)], strict=True)
        ],
    )


def statistics(found: WeightAverage) -> str:
    """That the statistics of BatchNormalization were estimated again; empty if the model has none."""
    many = sum(row.type == "BatchNormalization" for row in found.record.layers)
    if not many:
        return ""
    layers = f"{count(many)} BatchNormalization layer{'' if many == 1 else 's'}"
    examples = f"{count(found.record.examples['training'])} training {literal(found.record.noun)}"
    return f"The statistics of {layers} were estimated again on {examples}."


def judged(found: WeightAverage) -> tuple[str, str]:
    """How many parts the average is better than, and a command if it is worse than all of them."""
    monitor, parts = found.record.monitored, found.parts
    name = monitor.metric
    values = [each.kept_metric(name) for each in parts]
    own = found.record.kept_metric(name)
    if own is None or None in values:
        return "", ""
    better = sum(own != value and monitor.best([own, value]) == own for value in values if value is not None)
    if better:
        which = (
            f"all {count(len(parts))}" if better == len(parts) else f"{count(better)} of {count(len(parts))}"
        )
        return f"Its {literal(name)} is better than that of {which} parts.", ""
    ids = " ".join(each.short for each in parts)
    said = f"Its {literal(name)} is not better than that of any part; to combine their predictions: "
    return said, f"zoo evaluate {ids} --ensemble"
