"""Named weights as tables: a list of them, and the card of one."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from zoo.specs.data_file import rescaled
from zoo.tables.catalog import origin
from zoo.tables.grid import Grid, GridColumn
from zoo.tables.words import NONE, duration, literal, memory, metric

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zoo.api.described_weights import DescribedWeights
    from zoo.api.list import Listed, ListedWeights
    from zoo.specs.weights import WeightsSpec


def weights(rows: Sequence[Listed]) -> Grid:
    """Weights with the model, the dataset, the metric, the size of the file, the licence and the plugin."""
    return Grid(
        [
            GridColumn("Weights", style="cyan"),
            GridColumn("Model", drop=3),
            GridColumn("Trained on"),
            GridColumn("Metric"),
            GridColumn("Size", right=True),
            GridColumn("Licence", drop=2),
            GridColumn("From", drop=1),
        ],
        [
            [literal(row.name), *_facts(row.weights), literal(origin(row.distribution, row.version))]
            for row in rows
        ],
    )


def _facts(facts: ListedWeights | None) -> list[str]:
    if facts is None:
        return [NONE] * 5
    measured = f"{facts.split} {literal(facts.metric)} {metric(facts.value)}"
    return [
        literal(facts.model),
        literal(facts.dataset),
        measured,
        memory(facts.size),
        literal(facts.licence),
    ]


def card(described: DescribedWeights) -> Grid:
    """The properties of weights; those that are empty are left out."""
    spec = described.spec
    rows = [*_trained(spec), *_results(spec), *_run(spec.record), *_file(spec)]
    columns = [GridColumn("Property"), GridColumn("Value", wrap=True)]
    return Grid(columns, [[literal(key), literal(value)] for key, value in rows if value])


def _trained(spec: WeightsSpec) -> Iterator[tuple[str, str]]:
    record, scaling = spec.record, spec.plan["data"].get("scaling", {})
    factor = scaling.get("factor", 1)
    yield "model", f"{spec.model}, {spec.parameters:,} parameters"
    yield "trained on", _examples(spec, "training")
    yield "dataset digest", record["dataset_digest"]
    yield "input", _input(record.get("input_shape", []), factor)
    yield "classes", ", ".join(spec.classes)


def _input(shape: Sequence[int], factor: float) -> str:
    scaled = f", {rescaled(factor)}" if factor != 1 else ""
    return f"{tuple(shape)}{scaled}" if shape else ""


def _examples(spec: WeightsSpec, split: str) -> str:
    many = spec.record["examples"].get(split)
    known = f"{many:,} {split} {spec.record.get('noun', 'examples')} of " if many else ""
    return f"{known}{spec.dataset}"


def _results(spec: WeightsSpec) -> Iterator[tuple[str, str]]:
    for split, values in sorted(spec.metrics.items()):
        many = spec.record["examples"][split]
        figures = "  ".join(f"{name} {metric(value)}" for name, value in values.items())
        yield f"{split} metrics", f"{figures} ({many:,} {spec.record.get('noun', 'examples')})"


def _run(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    versions = record.get("versions", {})
    seconds = record.get("seconds")
    took = f" in {duration(seconds)}" if seconds else ""
    yield "command", shlex.join(record.get("command", []))
    yield "kept", f"epoch {record['kept_epoch']:,} of {record['epochs']:,}{took}"
    yield "run", f"{record['id']}, {record['backend']}"
    yield "versions", ", ".join(f"{name} {version}" for name, version in versions.items())
    yield "spec digest", record["spec_digest"]
    yield "plan digest", record["plan_digest"]


def _file(spec: WeightsSpec) -> Iterator[tuple[str, str]]:
    dtypes = ", ".join(dict.fromkeys(each.dtype for each in spec.variables))
    many = len(spec.variables)
    where = spec.file.url or spec.file.path
    yield "file", f"{where}, {memory(spec.file.size)}, {many:,} variables, {dtypes}"
    yield "file digest", spec.file.digest
    yield "licence", spec.licence
