"""The report on a sweep: the ranking, its picture, and every run."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.zoo.reports.browser import BARRIERS, DARK, FETCHED, WIDER, axe, needs_chromium, said_by
from tests.zoo.reports.reading import EVIL, Read, headings
from tests.zoo.reports.samples import swept
from zoo.reports import write_sweep
from zoo.reports.sweep import drawn_rows
from zoo.sweeps.ranking import Row
from zoo.sweeps.result import read_result

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


def test_a_page_has_the_ranking_and_all_runs(tmp_path: Path) -> None:
    """The ranking comes first; test metrics are not shown."""
    page = write_sweep(read_result(swept(tmp_path)))
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


def test_the_heading_has_the_name_of_the_sweep(tmp_path: Path) -> None:
    """A name that the user gave comes before the id."""
    found = read_result(swept(tmp_path))
    named = replace(found, sweep=replace(found.sweep, name="sizes"))
    assert headings(write_sweep(named))[0] == "Sweep sizes (8b1e): 3 models with adam on fashion-mnist"


@pytest.mark.parametrize(
    ("models", "optimizers", "expected"),
    [(1, 7, [*range(1, 8)]), (4, 7, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 22]), (1, 20, [*range(1, 21)])],
)
def test_every_model_and_optimizer_has_a_curve(models: int, optimizers: int, expected: list[int]) -> None:
    """The rest are those that follow in the ranking."""
    names = product(range(models), range(optimizers))
    rows = {
        place: Row(str(model), str(optimizer), {}, {1: 0.5})
        for place, (model, optimizer) in enumerate(names, start=1)
    }
    assert drawn_rows(rows) == expected


def test_runs_that_have_not_started_or_can_not_be_read_are_reported(tmp_path: Path) -> None:
    """The rest of the page is shown."""
    sweep = swept(tmp_path, missing=4)
    (next(sweep.path.glob("*-0001")) / "run.json").write_text('{"schema": 1')
    found = read_result(sweep)
    assert found.unreadable == ()  # its number is not known, so it is not one of the sweep's runs
    text = Read(write_sweep(found)).text
    assert "4 of 9 runs are complete; zoo resume 8b1e trains the rest." in text


def test_a_sweep_without_a_run_has_a_page(tmp_path: Path) -> None:
    """There is nothing to draw yet."""
    text = Read(write_sweep(read_result(swept(tmp_path, missing=9)))).text
    for said in ("0 of 9 runs are complete;", "No run is complete.", "No run has started."):
        assert said in text


@pytest.mark.long
def test_untrusted_text_is_escaped(tmp_path: Path) -> None:
    """Names of plugins never become elements."""
    calm, evil = (
        Read(write_sweep(read_result(swept(tmp_path / str(at), name=name))))
        for at, name in enumerate(("c" * len(EVIL), EVIL))
    )
    assert [tag for tag, _ in evil.found] == [tag for tag, _ in calm.found]
    assert evil.all("script") == ["script"]


@pytest.mark.long
@needs_chromium
def test_a_heading_sorts_the_ranking(tmp_path: Path) -> None:
    """Clicking a column of numbers sorts by number."""
    page = write_sweep(read_result(swept(tmp_path)))
    assert said_by(page, SORTED, tmp_path) == [
        ["Model", "large", "huge", "small"],
        ["Model", "large", "huge", "small"],
    ]


@pytest.mark.long
@needs_chromium
@pytest.mark.parametrize(("width", "options"), [(None, ()), (360, DARK)], ids=["wide", "narrow and dark"])
def test_the_page_is_accessible(tmp_path: Path, width: int | None, options: tuple[str, ...]) -> None:
    """axe-core finds no errors, nothing is fetched, and only tables and pictures scroll horizontally."""
    page = write_sweep(read_result(swept(tmp_path)))
    assert said_by(page, BARRIERS, tmp_path, library=axe(), width=width, options=options) == []
    assert said_by(page, FETCHED, tmp_path) == []
    inner, scrolled = said_by(page, WIDER, tmp_path, width=360)
    assert (inner, scrolled <= inner) == (360, True)
