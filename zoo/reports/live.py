"""The pages of `zoo watch --serve`: a report on what is in the files now, without an evaluation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from zoo.errors import ZooError
from zoo.registry import RegistryError
from zoo.reports.chapter import Chapter
from zoo.reports.html import element, joined
from zoo.reports.page import write
from zoo.reports.sweep import write_sweep
from zoo.reports.weights import first_layer
from zoo.runs import kept
from zoo.runs.watch import Observer
from zoo.sweeps.result import read_result
from zoo.sweeps.watch import SweepObserver

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.reports.html import Markup
    from zoo.runs import RunRecord
    from zoo.runs.sweep import Sweep

REFRESH = 5
"""Seconds after which a browser loads the page again."""
PAUSED = "paused"
"""The query of the page that a browser does not load again."""


class LivePage(NamedTuple):
    """The HTML of a page, and whether nothing more will change in it."""

    html: str
    is_over: bool


def run_page(path: Path) -> Callable[[bool], LivePage]:
    """The page of a run."""
    observer, lock = Observer(path), Lock()

    def page(is_refreshed: bool) -> LivePage:  # noqa: FBT001 - of one caller
        with lock:
            seen = observer.look()
        short = seen.record.id[-4:]
        reason = f"zoo report {short} evaluates the model" + (
            "" if seen.is_over else " when the run has ended"
        )
        remarks = [] if seen.is_over else [_way(is_refreshed=is_refreshed)]
        return LivePage(write([_chapter(seen.record, reason)], remarks), seen.is_over)

    return page


def sweep_page(sweep: Sweep) -> Callable[[bool], LivePage]:
    """The page of a sweep."""
    observer, lock = SweepObserver(sweep), Lock()

    def page(is_refreshed: bool) -> LivePage:  # noqa: FBT001 - of one caller
        with lock:
            observer.look()
        remarks = [] if observer.is_over else [_way(is_refreshed=is_refreshed)]
        return LivePage(write_sweep(read_result(sweep), remarks), observer.is_over)

    return page


def _chapter(record: RunRecord, reason: str) -> Chapter:
    """What the files say, with the newest saved weights if the plugins that the plan names are installed."""
    chapter = Chapter.of_files(record, reason)
    try:
        arrays = kept.of_run(Path(record.path)).checkpoint.kept_model if chapter.is_chain else ()
    except (ZooError, RegistryError):
        return chapter
    return replace(chapter, first_layer=first_layer(record, arrays))


def _way(*, is_refreshed: bool) -> Markup:
    """What refreshes the page, and the link that changes it."""
    if is_refreshed:
        return joined([f"This page is loaded again every {REFRESH} seconds. ",
                       element("a", "Pause", href=f"?{PAUSED}")])  # fmt: skip
    return joined(["This page is not loaded again. ", element("a", "Resume", href="/")])
