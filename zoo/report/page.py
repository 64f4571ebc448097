"""The whole page: self-contained, without anything that is fetched from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

from zoo.drawing import layers as diagram
from zoo.drawing.curves import curves_of
from zoo.drawing.curves import draw as draw_curves
from zoo.report.evaluation import figures, mistakes
from zoo.report.html import Markup, element, joined, paragraphs, region, table
from zoo.report.provenance import again, provenance
from zoo.report.runs import runs_table
from zoo.tables import training as tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zoo.report.chapter import Chapter
    from zoo.run import RunRecord


def write(chapters: Sequence[Chapter], remarks: Sequence[str] = ()) -> str:
    """The page about runs, of which there is one at least; `remarks` are sentences below its heading."""
    records = [each.record for each in chapters]
    title = _title(records[0]) if len(records) == 1 else f"Report on {len(records):,} runs"
    main = element(
        "main",
        element("h1", title),
        element("section", *_summary(records, remarks), aria_label="Summary"),
        element("section", element("h2", "Runs"), runs_table(records), id="runs"),
        element("section", element("h2", "Curves"), *_curves(records), id="curves"),
        *(_chapter(each, alone=len(chapters) == 1) for each in chapters),
    )
    foot = element("footer", element("p", f"Written by zoo report, Kerazoo {version('kerazoo')}."))
    body = element("body", _ways(records), main, foot, element("script", _file("page.js")))
    page = element("html", _head(title), body, lang="en")
    return f"<!doctype html>\n{page}\n"


def _head(title: str) -> Markup:
    """What is said of the page; a browser is told to fetch nothing, and to run no program but ours."""
    digest = base64.b64encode(hashlib.sha256(_file("page.js").encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", _file("page.css")),
    )


def _file(name: str) -> Markup:
    return Markup((files("zoo.report") / name).read_text(encoding="utf-8"))


def _title(record: RunRecord) -> str:
    return f"{record.model} with {record.optimizer} on {record.dataset}"


def _summary(records: Sequence[RunRecord], remarks: Sequence[str]) -> Iterator[Markup]:
    if len(records) == 1:
        yield _told(records[0])
    yield paragraphs(remarks)


def _told(record: RunRecord) -> Markup:
    """What a run was, how it ended, and its results."""
    said = paragraphs([*tables.beginning(record), record.summary, _ended(record)])
    return joined(
        [said, *([table(tables.splits(record), "Results of the kept epoch")] * bool(record.metrics))]
    )


def _ended(record: RunRecord) -> str:
    """How a run ended, and why it failed."""
    said = tables.ending(record).partition(": ")[0]  # the rest is a path, which is nobody's business
    return f"{said}: {record.error}" if record.error else said


def _ways(records: Sequence[RunRecord]) -> Markup:
    """Where on the page what is."""
    links = [("#runs", "Runs"), ("#curves", "Curves")]
    links += [(f"#{each.id}", f"Run {each.id[-4:]}") for each in records]
    shown = (element("li", element("a", name, href=where)) for where, name in links)
    return element("nav", element("ul", *shown), aria_label="On this page")


def _curves(records: Sequence[RunRecord]) -> Iterator[Markup]:
    """A picture for each dataset and kind of task; the losses of two have nothing in common."""
    kinds: dict[tuple[str, ...], list[RunRecord]] = {}
    for record in records:
        if record.complete_epochs:
            kinds.setdefault((record.dataset_digest, *sorted(record.history)), []).append(record)
    for alike in kinds.values():
        picture = Markup(draw_curves([curves_of(each) for each in alike]))
        yield region(f"Curves of {', '.join(each.id[-4:] for each in alike)}", picture, class_="picture")
    if not kinds:
        yield element("p", "There is no complete epoch to draw.")


def _chapter(chapter: Chapter, *, alone: bool) -> Markup:
    """All about a run; what it was stands in the summary where it is alone."""
    record = chapter.record
    epochs = [_folded("Epochs", table(tables.epochs(record), "Epochs"))] if record.history else []
    parts = [
        element("h2", f"Run {record.id[-4:]}: {_title(record)}"),
        *([] if alone else [_told(record)]),
        *epochs,
        element("h3", "Test split"),
        *_tested(chapter),
        element("h3", "Layers"),
        *_layers(chapter),
        element("h3", "Provenance"),
        provenance(record),
        element("h3", "Make it again"),
        again(chapter),
    ]
    return element("section", *parts, id=record.id)


def _tested(chapter: Chapter) -> Iterator[Markup]:
    if chapter.evaluation is None:
        yield element("p", f"There is no confusion matrix and there are no mistakes: {chapter.reason}.")
        return
    yield figures(chapter.evaluation)
    if chapter.reason:
        yield element("p", f"{chapter.reason[0].upper()}{chapter.reason[1:]}.")
    if chapter.evaluation.classes:
        yield element("h4", "Most confident mistakes")
        yield mistakes(chapter.evaluation, chapter.mistakes)


def _layers(chapter: Chapter) -> Iterator[Markup]:
    record = chapter.record
    if not record.layers:
        yield element("p", "The record has no layers.")
        return
    yield table(tables.layers(record), "Layers")
    if chapter.is_chain:
        picture = diagram.draw(record.input_shape, record.layers, f"Layers of {record.model}")
        yield region(f"Diagram of {record.id[-4:]}", Markup(picture), class_="diagram")
    else:
        yield element("p", "How the layers are connected is not in the record.")


def _folded(title: str, content: Markup) -> Markup:
    return element("details", element("summary", title), content)
