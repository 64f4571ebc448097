"""The provenance of a run, and the commands that reproduce it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from zoo.reports.html import Markup, element, folded, joined, paragraphs, region, table
from zoo.runs.directory import PLAN
from zoo.tables.grid import Grid, GridColumn
from zoo.tables.words import NONE, duration, memory

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zoo.reports.chapter import Chapter
    from zoo.runs import RunRecord


def provenance(record: RunRecord) -> Markup:
    """Facts about the run, origins, digests, and the environment."""
    return joined(
        [
            facts("Run", _run(record)),
            table(origins([record]), "Origins"),
            facts("Digests", _digests(record)),
            facts("Environment", record.fingerprint or record.versions),
        ]
    )


def again(chapter: Chapter) -> Markup:
    """The commands that reproduce a run, with its folder or with only this page."""
    record = chapter.record
    said = paragraphs(["With the run's folder; compares the results with the recorded ones:"])
    shown = [said, command_block(f"zoo replay {record.id}")]
    if record.command:
        shown += [element("p", "Original command:"), command_block(shlex.join(record.command))]
    if chapter.plan:
        shown += [
            element("p", f"With only this page: save the plan as {PLAN}, then run"),
            command_block(f"zoo train --plan {PLAN}"),
            folded(
                f"Plan: save as {PLAN}",
                region(f"Plan of {record.short}", element("pre", element("code", chapter.plan))),
            ),
        ]
    return joined(shown)


def command_block(text: str) -> Markup:
    """A command."""
    return region(text, element("pre", element("code", text)))


def _run(record: RunRecord) -> dict[str, str]:
    resumed = "; ".join(
        f"after epoch {each['epoch']}, {'; '.join(each['differences']) or 'with the same environment'}"
        for each in record.resumed
    )
    return {
        "id": record.id,
        "status": record.status,
        "began": record.began,
        "duration": duration(record.seconds),
        "loss": record.loss,
        "backend": record.backend,
        "execution": record.execution,
        "peak memory": memory(record.peak_memory) if record.peak_memory else "",
        "git commit": record.commit,
        "resumed": resumed,
        "replay of": record.replay_of,
    }


def _digests(record: RunRecord) -> dict[str, str]:
    return {"model": record.spec_digest, "plan": record.plan_digest, "dataset": record.dataset_digest}


def origins(records: Iterable[RunRecord]) -> Grid:
    """The distributions that provide the models, optimizers and datasets of runs, without duplicates."""
    known = dict.fromkeys(
        (part, *(origin.get(key) or NONE for key in ("name", "distribution", "version")))
        for record in records
        for part, origin in record.origins.items()
    )
    titles = ("Part", "Name", "Distribution", "Version")
    return Grid([GridColumn(title) for title in titles], [list(each) for each in known])


def facts(label: str, known: Mapping[str, str]) -> Markup:
    """Names and values, one row each; nothing if all values are empty."""
    rows = [[name, str(value)] for name, value in known.items() if value]
    return table(Grid([GridColumn("Property"), GridColumn("Value")], rows), label) if rows else joined([])
