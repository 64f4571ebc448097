"""The report on runs: a table of all of them, their curves, and a chapter for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.drawing import layers as diagram
from zoo.drawing.curves import draw as draw_curves
from zoo.drawing.curves import labelled
from zoo.reports.document import document
from zoo.reports.evaluation import errors, figures
from zoo.reports.examples import of_classes
from zoo.reports.html import Markup, element, folded, joined, paragraphs, region, table
from zoo.reports.images import embedded
from zoo.reports.provenance import again, provenance
from zoo.reports.runs import of_runs, runs_table, simple_models
from zoo.runs.figures import measured
from zoo.specs.architecture import name_inputs
from zoo.specs.task import UNITS
from zoo.tables import training as tables
from zoo.tables.words import count, literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zoo.reports.chapter import Chapter
    from zoo.reports.weights import FirstLayer
    from zoo.runs import RunRecord

SHOWN = 4
"""Number of remarks at the top that are not folded."""


def write(chapters: Sequence[Chapter], remarks: Sequence[str] = ()) -> str:
    """The report on one or more runs; `remarks` are sentences below its heading."""
    records = [each.record for each in chapters]
    title = _title(records[0]) if len(records) == 1 else f"Report on {len(records):,} runs"
    sections = [
        element("section", *_summary(records, remarks), aria_label="Summary"),
        element("section", element("h2", "Runs"), *_runs(chapters), id="runs"),
        element("section", element("h2", "Curves"), *_curves(records), id="curves"),
        *(_chapter(each, alone=len(chapters) == 1) for each in chapters),
    ]
    links = [("#runs", "Runs"), ("#curves", "Curves")]
    return document(title, sections, links + [(f"#{each.id}", f"Run {each.short}") for each in records])


def _title(record: RunRecord) -> str:
    return f"{record.model} with {record.optimizer} on {record.dataset}"


def _summary(records: Sequence[RunRecord], remarks: Sequence[str]) -> Iterator[Markup]:
    if len(records) == 1:
        yield _results(records[0])
    yield paragraphs(remarks[:SHOWN])
    if more := remarks[SHOWN:]:
        yield folded(f"{len(more):,} more about these runs", paragraphs(more))


def _results(record: RunRecord) -> Markup:
    """A run's configuration, which follows its title, how it ended, and its results."""
    settings, *data = tables.beginning(record)
    said = paragraphs(
        [settings.removeprefix(f"{literal(_title(record))}: "), *data, record.summary, _ended(record)]
    )
    return joined(
        [said, *([table(tables.splits(record), "Results of the kept model")] * bool(record.metrics))]
    )


def _ended(record: RunRecord) -> str:
    """How a run ended, and why it failed."""
    said = tables.ending(record).partition(": ")[0]  # the rest is a path, which is private
    return f"{said}: {record.error}" if record.error else said


def _runs(chapters: Sequence[Chapter]) -> Iterator[Markup]:
    """All runs in one table, and the baselines on the same data."""
    records = [each.record for each in chapters]
    yield runs_table(records, of_runs(records))
    for found in {
        each.baselines.dataset_digest: each.baselines for each in chapters if each.baselines
    }.values():
        yield simple_models(found)


def _curves(records: Sequence[RunRecord]) -> Iterator[Markup]:
    """A picture for each dataset and kind of task, as losses of different ones can't be compared."""
    kinds: dict[tuple[str, ...], list[RunRecord]] = {}
    for record in records:
        if record.complete_epochs:
            kinds.setdefault((record.dataset_digest, *sorted(measured(record.history))), []).append(record)
    for alike in kinds.values():
        drawn = labelled(alike)
        title = f"Curves of {', '.join(each.name for each in drawn)}"
        yield region(title, Markup(draw_curves(drawn, is_titled=False)), class_="picture")
    if not kinds:
        yield element("p", "There is no complete epoch to draw.")


def _chapter(chapter: Chapter, *, alone: bool) -> Markup:
    """The details of a run; its configuration is in the summary if it is the only run."""
    record = chapter.record
    epochs = [folded("Epochs", table(tables.epochs(record), "Epochs"))] if record.history else []
    parts = [
        element("h2", f"Run {record.short}" + ("" if alone else f": {_title(record)}")),
        *([] if alone else [_results(record)]),
        *epochs,
        *_data(chapter),
        element("h3", "Test split"),
        *_tested(chapter),
        element("h3", "Layers"),
        *_layers(chapter),
        element("h3", "Provenance"),
        provenance(record),
        element("h3", "Reproduce"),
        again(chapter),
    ]
    return element("section", *parts, id=record.id)


def _data(chapter: Chapter) -> Iterator[Markup]:
    """The classes with some examples, if the data was loaded."""
    if chapter.classes and chapter.evaluation is not None:
        yield element("h3", "Data")
        kind = "multilabel" if chapter.evaluation.labels else "classification"
        yield of_classes(chapter.classes, len(chapter.evaluation.named), *UNITS[kind])


def _tested(chapter: Chapter) -> Iterator[Markup]:
    if chapter.evaluation is None:
        yield element("p", f"No evaluation on the test split: {chapter.reason}.")
        return
    yield figures(chapter.evaluation)
    if chapter.reason:
        yield element("p", f"{chapter.reason[0].upper()}{chapter.reason[1:]}.")
    if chapter.evaluation.named:
        yield element("h4", "Most confident errors")
        yield errors(chapter.evaluation, chapter.errors)


def _layers(chapter: Chapter) -> Iterator[Markup]:
    record = chapter.record
    if not record.layers:
        yield element("p", "The record has no layers.")
        return
    yield table(tables.layers(record), "Layers")
    if chapter.is_chain or name_inputs(record.layers):
        picture = diagram.draw(record.input_shape, record.layers, f"Layers of {record.model}")
        yield region(f"Diagram of {record.short}", Markup(picture), class_="diagram")
    else:
        yield element("p", "The record does not contain how the layers are connected.")
    if chapter.first_layer is not None:
        yield element("h4", f"Weights of {chapter.first_layer.name}")
        yield _weights(chapter.first_layer)


def _weights(layer: FirstLayer) -> Markup:
    """The weights of the first layer as images, and how to read them."""
    height, width = layer.size
    unit = "filter" if layer.type == "Conv2D" else "unit"
    many = (
        count(layer.units) if layer.shown == layer.units else f"{count(layer.shown)} of {count(layer.units)}"
    )
    colours = "Grey is 0." if layer.is_coloured else "Orange is positive, blue negative, white 0."
    said = f"{many} {unit}s of {layer.name} ({layer.type}), each with {height}×{width} weights"
    picture = region(said, embedded(layer.picture, f"{said}, as images"), class_="weights")
    return joined([element("p", f"{said}. {colours}"), picture])
