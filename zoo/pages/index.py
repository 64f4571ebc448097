"""The catalogue: one row for each built-in name, with one of its measured results."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.api.described import DescribedModel
from zoo.api.described_weights import DescribedWeights
from zoo.pages.measured import results_of
from zoo.pages.results import best_first, spread
from zoo.pages.stale import UNKNOWN, changed
from zoo.tables.words import NONE, count, metric

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zoo.api.described import Described
    from zoo.pages.measured import Measured

PREFERRED = ("fashion-mnist", "fashion-mnist-sample")
"""The datasets whose results are shown first, so that many rows can be compared."""
USUAL = {"model": "relu-flatten", "optimizer": "adam"}
"""What names of other kinds are measured with."""
ACCURACY = "accuracy"
TITLES = ("Name", "Kind", "Parameters", "FLOPs", "Test accuracy", "Measured", "Summary")


class Row(NamedTuple):
    """A row of the catalogue, as text."""

    name: str
    kind: str
    parameters: str
    flops: str
    accuracy: str
    measured: str
    summary: str


def index(names: Iterable[Described], data: Mapping[str, str] = UNKNOWN) -> list[Row]:
    """The rows of what `zoo.show` describes, in the same order; `data` is as for `page`."""
    return [Row(each.name, each.kind, *_counts(each), *_result(each, data), each.summary) for each in names]


def _counts(described: Described) -> tuple[str, str]:
    """The parameters and the FLOPs of a model or of weights."""
    if isinstance(described, DescribedModel):
        return count(described.architecture.parameters), count(described.architecture.flops)
    if isinstance(described, DescribedWeights):
        return count(described.spec.parameters), NONE
    return NONE, NONE


def _result(described: Described, data: Mapping[str, str]) -> tuple[str, str]:
    """The accuracy, and what was measured."""
    if isinstance(described, DescribedWeights):
        record: dict[str, Any] = described.spec.record
        how = f"with {record['optimizer']} on {record['dataset']}, {record['epochs']} epochs, 1 seed"
        return metric(record["metrics"]["test"].get(ACCURACY)), how
    rows = best_first(results_of(described.kind, described.name, described.distribution))
    if not rows:
        return NONE, "not measured: no built-in dataset fits"
    row = rows[0] if described.kind == "dataset" else min(rows, key=partial(_distance, described.kind))
    best = f"the best of {len(rows)}: " if described.kind == "dataset" and len(rows) > 1 else ""
    how = f"{best}{_others(described.kind, row)}, {row.train['epochs']} epochs, {row.many} seeds"
    stale = " (stale)" if changed(row, data) else ""
    if row.metric != ACCURACY:
        return NONE, f"{how}: {row.metric} {spread(row.spread(row.metric))}{stale}"
    return spread(row.spread(ACCURACY)) + stale, how


def _distance(kind: str, row: Measured) -> tuple[int, int]:
    """How far the row is from the training that most names of this kind are measured in."""
    dataset = PREFERRED.index(row.dataset) if row.dataset in PREFERRED else len(PREFERRED)
    return dataset, sum(getattr(row, each) != name for each, name in USUAL.items() if each != kind)


def _others(kind: str, row: Measured) -> str:
    """As in "with adam on digits", without the name that the row is about."""
    model, optimizer, dataset = row.model, f"with {row.optimizer}", f"on {row.dataset}"
    parts = {"model": (optimizer, dataset), "optimizer": (model, dataset), "dataset": (model, optimizer)}
    return " ".join(parts[kind])
