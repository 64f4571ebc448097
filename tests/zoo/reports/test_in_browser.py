"""The page in a browser: sorting, filtering, no requests, and no accessibility errors found by axe-core."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.zoo.reports.browser import BARRIERS, DARK, FETCHED, WIDER, axe, needs_chromium, said_by
from tests.zoo.reports.samples import PIXEL, chapter, record
from zoo.data.profile import Profile, of_categories, of_numbers
from zoo.reports import Chapter, write
from zoo.reports.examples import ClassExamples
from zoo.reports.profile import write_profile
from zoo.reports.weights import FirstLayer

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.long, needs_chromium]

ORDER = """
const rows = () => [...document.querySelectorAll("table.runs tbody tr")].filter((row) => !row.hidden)
  .map((row) => row.cells[0].textContent).join(" ");
const head = (name) => [...document.querySelectorAll("table.runs button")].find((each) => each.textContent === name);
"""
SORTED = f"""{ORDER}
const found = [rows()];
for (const name of ["Parameters", "Parameters", "Model", "val_loss", "val_loss"]) {{
  head(name).click();
  found.push(rows() + " " + head(name).parentNode.ariaSort);
}}
return found;
"""
FILTERED = f"""{ORDER}
const field = document.querySelector("input[type=search]");
const found = [];
for (const words of ["NET-10", "adam net", "nosuch", ""]) {{
  field.value = words;
  field.dispatchEvent(new Event("input"));
  found.push([rows(), document.querySelector("[role=status]").textContent]);
}}
return found;
"""
HEADS = """
return [...document.querySelectorAll(".matrix thead span")].map((each) => {
  const [inner, outer] = [each, each.parentNode].map((which) => which.getBoundingClientRect());
  const text = document.createRange();
  text.selectNodeContents(each);
  return Math.min(inner.top, text.getBoundingClientRect().top) >= outer.top;
});
"""
CUES = """
document.querySelectorAll("details").forEach((each) => { each.open = true });
await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
const regions = [...document.querySelectorAll(".scroll")].filter((each) => each.clientWidth);
const cut = regions.filter((each) => each.scrollWidth > each.clientWidth + 1);
const cues = [...document.querySelectorAll(".cue")].filter((each) => !each.hidden && each.clientWidth);
return [cues.length, cut.length];
"""
BEHIND = """
return [...document.querySelectorAll(".errors li span")].map((each) => {
  each.parentNode.style.width = "30rem";
  const figure = document.createRange();
  figure.selectNodeContents(each.lastChild);
  return figure.getBoundingClientRect().left >= each.querySelector("bdi:last-of-type").getBoundingClientRect().right - 1;
});
"""


def page() -> str:
    """A page about four runs, one of which has no epoch and no evaluation."""
    known = {"epoch_seconds": [], "best_epoch": None, "kept_epoch": None, "metrics": {}, "history": {}}
    failed = record("e5d1", status="failed", parameters=5, **known)
    later = {"val_loss": [0.3, 0.2], "val_accuracy": [0.8, 0.9], "loss": [0.3, 0.2], "accuracy": [0.8, 0.9]}
    layer = FirstLayer("hidden", "Dense", 100, 64, (28, 28), PIXEL, is_coloured=False)
    classes = (ClassExamples("cat", (5, 2, 3), PIXEL), ClassExamples("dog", (4, 2, 3), PIXEL))
    return write(
        [
            replace(chapter(), first_layer=layer, classes=classes),
            chapter("a914", model="net-10", parameters=79_510, optimizer="adam", history=later, metrics={}),
            chapter("77e0", model="net-2", parameters=7_850, names=("T-shirt/top", "<b>")),
            Chapter(failed, reason="it has no complete epoch"),
        ]
    )


def test_a_heading_sorts_the_runs(tmp_path: Path) -> None:
    """By number, in reverse at the second click, by text in natural order; missing values are last."""
    assert said_by(page(), SORTED, tmp_path) == [
        "3f9a a914 77e0 e5d1",
        "e5d1 3f9a 77e0 a914 ascending",
        "a914 77e0 3f9a e5d1 descending",
        "77e0 a914 3f9a e5d1 ascending",
        "a914 77e0 3f9a e5d1 ascending",
        "77e0 3f9a a914 e5d1 descending",
    ]


def test_the_filter_hides_rows(tmp_path: Path) -> None:
    """Rows without all of the words are hidden, ignoring case; the number of rows is reported."""
    assert said_by(page(), FILTERED, tmp_path) == [
        ["a914", "1 of 4 runs"],
        ["a914", "1 of 4 runs"],
        ["", "0 of 4 runs"],
        ["3f9a a914 77e0 e5d1", ""],
    ]


@pytest.mark.parametrize(("width", "options"), [(None, ()), (360, DARK)], ids=["wide", "narrow and dark"])
def test_the_page_is_accessible(tmp_path: Path, width: int | None, options: tuple[str, ...]) -> None:
    """axe-core finds no errors at level A or AA."""
    assert said_by(page(), BARRIERS, tmp_path, library=axe(), width=width, options=options) == []


@pytest.mark.parametrize(("width", "options"), [(None, ()), (360, DARK)], ids=["wide", "narrow and dark"])
def test_the_profile_of_a_dataset_is_accessible(
    tmp_path: Path, width: int | None, options: tuple[str, ...]
) -> None:
    """Like the reports, and nothing is fetched for it."""
    columns = (of_numbers("a", np.arange(50.0), notes=("counts the rows",)), of_categories("b", {"x": 5}))
    profile = Profile(50, columns, (of_categories("y", {"<b>": 20, "z": 30}, "class"),))
    found = write_profile("rows", None, profile)
    assert said_by(found, BARRIERS, tmp_path, library=axe(), width=width, options=options) == []
    assert said_by(found, FETCHED, tmp_path) == []


def test_an_accessibility_error_is_found(tmp_path: Path) -> None:
    """A picture without a description is an error."""
    (found,) = said_by(page().replace(' alt="', ' title-="', 1), BARRIERS, tmp_path, library=axe())
    assert found.startswith("image-alt: <img")


def test_a_narrow_window_only_scrolls_vertically(tmp_path: Path) -> None:
    """Content wider than 360 pixels scrolls in a separate region."""
    inner, scrolled = said_by(page(), WIDER, tmp_path, width=360)
    assert (inner, scrolled <= inner) == (360, True)


@pytest.mark.parametrize(("width", "is_cut"), [(360, True), (1600, False)])
def test_a_table_that_is_cut_off_says_so(tmp_path: Path, width: int, is_cut: bool) -> None:  # noqa: FBT001 - a case
    """Above it; on a wide screen no table of these runs is cut off."""
    shown, cut = said_by(page(), CUES, tmp_path, width=width)
    assert shown == cut
    assert (cut > 0) == is_cut


def test_no_request_is_sent(tmp_path: Path) -> None:
    """Only pictures embedded in the page are loaded; a request would be noticed."""
    own = [each for each in said_by(page(), FETCHED, tmp_path) if not each.startswith("data:")]
    assert own == []
    there = page().replace("<main>", '<main><img src="http://127.0.0.1:9/a.png" alt="">')
    other = [each for each in said_by(there, FETCHED, tmp_path) if not each.startswith("data:")]
    assert other == ["http://127.0.0.1:9/a.png"]


def test_a_long_name_stays_above_its_column(tmp_path: Path) -> None:
    """It is wrapped and does not overlap the content above the matrix."""
    found = said_by(write([chapter(names=("a class " * 20, "x" * 200))]), HEADS, tmp_path)
    assert found == [True, True]


def test_a_right_to_left_name_does_not_affect_other_text(tmp_path: Path) -> None:
    """The probability follows the name, as in any other sentence."""
    assert said_by(write([chapter(names=("שלום", "עולם"))]), BEHIND, tmp_path) == [True]
