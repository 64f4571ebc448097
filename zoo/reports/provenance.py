"""Where a run comes from, and how it is made again."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from zoo.reports.html import Markup, element, folded, joined, paragraphs, region, table
from zoo.runs.directory import PLAN
from zoo.tables.grid import Column, Grid
from zoo.tables.words import NONE, duration, memory

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zoo.reports.chapter import Chapter
    from zoo.runs import RunRecord


def provenance(record: RunRecord) -> Markup:
    """Origins, digests, and what equal bits hang on."""
    return joined(
        [
            facts("The run", _run(record)),
            table(origins([record]), "Origins"),
            facts("Digests", _digests(record)),
            facts("Fingerprint: what equal bits hang on", record.fingerprint or record.versions),
        ]
    )


def again(chapter: Chapter) -> Markup:
    """The commands that make a run again: with its folder, and with this page alone."""
    record = chapter.record
    said = paragraphs(["With the run's folder, and with a verdict whether it went the same way:"])
    shown = [said, command_block(f"zoo replay {record.id}")]
    if record.command:
        shown += [element("p", "What was typed:"), command_block(shlex.join(record.command))]
    if chapter.plan:
        shown += [
            element("p", f"With this page alone: save the plan as {PLAN}, then"),
            command_block(f"zoo train --plan {PLAN}"),
            folded(
                f"The plan, to be saved as {PLAN}",
                region(f"Plan of {record.id[-4:]}", element("pre", element("code", chapter.plan))),
            ),
        ]
    return joined(shown)


def command_block(text: str) -> Markup:
    """What is to be typed, or was."""
    return region(text, element("pre", element("code", text)))


def _run(record: RunRecord) -> dict[str, str]:
    resumed = "; ".join(
        f"after epoch {each['epoch']}, {'; '.join(each['differences']) or 'with the same fingerprint'}"
        for each in record.resumed
    )
    return {
        "id": record.id,
        "status": record.status,
        "began": record.began,
        "took": duration(record.seconds),
        "backend": record.backend,
        "execution": record.execution,
        "memory at most": memory(record.peak_memory) if record.peak_memory else "",
        "git commit": record.commit,
        "resumed": resumed,
        "replay of": record.replay_of,
    }


def _digests(record: RunRecord) -> dict[str, str]:
    return {"model": record.spec_digest, "plan": record.plan_digest, "dataset": record.dataset_digest}


def origins(records: Iterable[RunRecord]) -> Grid:
    """Where the models, optimizers and datasets of runs are from, each once."""
    known = dict.fromkeys(
        (part, *(origin.get(key) or NONE for key in ("name", "distribution", "version")))
        for record in records
        for part, origin in record.origins.items()
    )
    titles = ("Part", "Name", "Distribution", "Version")
    return Grid([Column(title) for title in titles], [list(each) for each in known])


def facts(label: str, known: Mapping[str, str]) -> Markup:
    """What is known, a row each; nothing where nothing is."""
    rows = [[name, str(value)] for name, value in known.items() if value]
    return table(Grid([Column("What"), Column("Value")], rows), label) if rows else joined([])
