"""The report on a sweep: the ranking, its picture, and every run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.zoo.reports.browser import axe, needs_chromium, said_by
from tests.zoo.reports.test_in_browser import BARRIERS, DARK, FETCHED, WIDER
from tests.zoo.reports.test_page import EVIL, Read, headings
from tests.zoo.runs.records import RECORD, write_run
from zoo.reports import read_sweep, write_sweep
from zoo.sweeps import Combination, Sweep

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """
const cells = (table) => [...table.rows].map((row) => [...row.cells].map((each) => each.textContent));
const ranking = document.querySelector("table.sortable");
"""
SORTED = f"""{TABLE}
const before = cells(ranking).map((row) => row[2]);
[...ranking.querySelectorAll("button")].find((each) => each.textContent === "val_loss").click();
return [before, cells(ranking).map((row) => row[2])];
"""


def swept(runs: Path, *, name: str = "small", missing: int = 0) -> Sweep:
    """A sweep of three models with three seeds each; the last run failed, and `missing` have not started."""
    models = {name: (0.80, 0.81, 0.80), "large": (0.90, 0.91, 0.90), "huge": (0.90, 0.905, 0.91)}
    known = [
        Combination(model, "adam", seed, {"hidden.units": len(model)})
        for model in models
        for seed in (1, 2, 3)
    ]
    path = runs / "sweep-20201122T153000Z-8b1e"
    (path / "plans").mkdir(parents=True)
    table = {
        "schema": 1,
        "jobs": 2,
        "command": ["zoo", "sweep", name, "large", "huge", "--seeds", "3"],
        "combinations": [vars(each) for each in known],
    }
    (path / "sweep.json").write_text(json.dumps(table))
    (path / "plans" / "0004.toml").write_text("kerazoo = 1\n")
    for number, each in list(enumerate(known, start=1))[: len(known) - missing]:
        accuracy = models[each.model][each.seed - 1]
        figures = {"loss": 1 - accuracy, "accuracy": accuracy}
        history = {"val_accuracy": [0.5, accuracy], "val_loss": [0.6, 1 - accuracy]}
        failed = number == len(known)
        changes: dict[str, Any] = {
            "model": each.model,
            "optimizer": each.optimizer,
            "seed": each.seed,
            "combination": number,
            "status": "failed" if failed else "completed",
            "error": "loss became nan in epoch 2" if failed else "",
            "metrics": {"validation": figures, "test": figures},
            "history": RECORD.history | history,
            "fingerprint": {"keras": "3.15.1"},
            "origins": {"model": {"name": each.model, "distribution": "kerazoo", "version": "0.1.0"}},
            "dataset_digest": "sha256:91c3",
            "task": {"kind": "classification"},
        }
        write_run(path, f"20201122T1530{number:02}Z-{number:04x}", **changes)
    return Sweep.read(path)


def test_a_page_has_what_leads_and_all_runs(tmp_path: Path) -> None:
    """The ranking comes first; test metrics are not shown."""
    page = write_sweep(read_sweep(swept(tmp_path)))
    assert headings(page) == [
        "Sweep 8b1e: 3 models with adam on fashion-mnist", "Ranking", "Curves", "Runs", "Provenance", "Reproduce",
    ]  # fmt: skip
    read = Read(page)
    assert read.open == []
    for said in (
        "9 runs: 3 models × 1 optimizer × 2 settings × 3 seeds.",
        "8 of 9 runs are complete, 1 failed; zoo resume 8b1e trains the rest.",
        "With 3 rows and 3 seeds, a lead of about",
        "1largeadam530.9033 ± 0.0058–",
        "1hugeadam420.9025 ± 0.0035within noise",
        "3smalladam530.8033 ± 0.00580.1000",
        "large with adam, hidden.units=5, mean of 3 seeds",
        "huge with adam, hidden.units=4, mean of 2 seeds",
        "0009huge adam hidden.units=4 seed 3loss became nan in epoch 2",
        "zoo sweep small large huge --seeds 3",
        "plans/0004.toml",
        "kerazoo = 1",
    ):
        assert said in read.text
    assert "test accuracy" not in read.text
    assert "0.9050" in read.text  # a run's value, which differs from every mean


def test_runs_that_have_not_started_or_can_not_be_read_are_reported(tmp_path: Path) -> None:
    """The rest of the page is there."""
    sweep = swept(tmp_path, missing=4)
    (next(sweep.path.glob("*-0001")) / "run.json").write_text('{"schema": 1')
    found = read_sweep(sweep)
    assert found.unreadable == ()  # its number is not known, so it is not one of the sweep's runs
    text = Read(write_sweep(found)).text
    assert "4 of 9 runs are complete; zoo resume 8b1e trains the rest." in text


def test_a_sweep_without_a_run_has_a_page(tmp_path: Path) -> None:
    """There is nothing to draw yet."""
    text = Read(write_sweep(read_sweep(swept(tmp_path, missing=9)))).text
    for said in ("0 of 9 runs are complete;", "No run is complete.", "No run has started."):
        assert said in text


def test_untrusted_text_is_escaped(tmp_path: Path) -> None:
    """Names of plugins never become elements."""
    calm, evil = (
        Read(write_sweep(read_sweep(swept(tmp_path / str(at), name=name))))
        for at, name in enumerate(("c" * len(EVIL), EVIL))
    )
    assert [tag for tag, _ in evil.found] == [tag for tag, _ in calm.found]
    assert evil.all("script") == ["script"]


@pytest.mark.long
@needs_chromium
def test_a_heading_sorts_the_ranking(tmp_path: Path) -> None:
    """By number."""
    page = write_sweep(read_sweep(swept(tmp_path)))
    assert said_by(page, SORTED, tmp_path) == [
        ["Model", "large", "huge", "small"],
        ["Model", "large", "huge", "small"],
    ]


@pytest.mark.long
@needs_chromium
@pytest.mark.parametrize(("width", "options"), [(None, ()), (360, DARK)], ids=["wide", "narrow and dark"])
def test_there_is_no_barrier(tmp_path: Path, width: int | None, options: tuple[str, ...]) -> None:
    """None that axe-core finds; nothing is fetched, and nothing but tables and pictures is wider than 360 pixels."""
    page = write_sweep(read_sweep(swept(tmp_path)))
    assert said_by(page, BARRIERS, tmp_path, library=axe(), width=width, options=options) == []
    assert said_by(page, FETCHED, tmp_path) == []
    inner, scrolled = said_by(page, WIDER, tmp_path, width=360)
    assert (inner, scrolled <= inner) == (360, True)
