"""The catalogue on the site: a page for each name, and a table that sorts and filters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import zoo
from tests.zoo.reports.browser import BARRIERS, FETCHED, WIDER, axe, needs_chromium, said_by

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("mkdocs")
pytest.importorskip("material")
pytest.importorskip("mkdocstrings")
pytestmark = [pytest.mark.long, needs_chromium]

SCHEMES = {
    "light": "--blink-settings=preferredColorScheme=1",
    "dark": "--blink-settings=preferredColorScheme=0",
}
PAGES = ("catalogue", "catalogue/relu-flatten", "catalogue/digits", "catalogue/conv-2.fashion-mnist")
READY = """
const table = document.querySelector(".catalogue table");
const rows = () => [...table.tBodies[0].rows].filter((row) => !row.hidden);
const names = () => rows().map((row) => row.cells[0].textContent.trim());
"""
SORTED = f"""{READY}
const found = [];
for (const title of ["Name", "Name", "Parameters", "Parameters"]) {{
  const button = [...table.tHead.querySelectorAll("button")].find((each) => each.textContent === title);
  button.focus();
  document.activeElement.click();
  found.push([names()[0], names().at(-1), button.parentNode.ariaSort, button.tabIndex]);
}}
return found;
"""
FILTERED = f"""{READY}
const form = document.querySelector(".catalogue-filter");
const [field, choice, status] = ["input", "select", "[role=status]"].map((each) => form.querySelector(each));
const found = [];
for (const [words, kind] of [["DROPOUT hidden", ""], ["", "dataset"], ["iris", "weights"], ["", ""]]) {{
  field.value = words;
  choice.value = kind;
  field.dispatchEvent(new Event("input", {{ bubbles: true }}));
  found.push([names().length < 9 ? names() : names().length, status.textContent]);
}}
return found;
"""


def _html(site: Path, page: str) -> str:
    return (site / page / "index.html").read_text(encoding="utf-8")


def test_every_built_in_name_has_a_page(site: Path) -> None:
    """With its pictures beside it."""
    names = [*zoo.list_models(), *zoo.list_optimizers(), *zoo.list_datasets(), *zoo.list_weights()]
    missing = [name for name in names if not (site / "catalogue" / name / "index.html").is_file()]
    assert missing == []
    assert (site / "catalogue" / "relu-flatten-layers.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_switch_of_languages_keeps_the_page(site: Path) -> None:
    """Its text is English in both."""
    switch = re.compile(r'href="([^"]+)" hreflang="(\w+)"')
    for here in (site / "catalogue" / "adam", site / "ko" / "catalogue" / "adam"):
        found = {
            language: (here / address).resolve()
            for address, language in switch.findall((here / "index.html").read_text(encoding="utf-8"))
        }
        assert found == {"en": site / "catalogue" / "adam", "ko": site / "ko" / "catalogue" / "adam"}


def test_a_heading_sorts_the_names(site: Path) -> None:
    """The most parameters are first, then the fewest; what has none is last; also by keyboard."""
    assert said_by(_html(site, "catalogue"), SORTED, site / "catalogue") == [
        ["adadelta", "wine", "ascending", 0],
        ["wine", "adadelta", "descending", 0],
        ["text-cnn", "adadelta", "descending", 0],
        ["softmax-1layer.fashion-mnist", "adadelta", "ascending", 0],
    ]


def test_names_are_filtered_by_words_and_by_kind(site: Path) -> None:
    """Rows without all words are hidden, ignoring case; the number of names is reported."""
    assert said_by(_html(site, "catalogue"), FILTERED, site / "catalogue") == [
        [["relu-dropout"], "1 of 40 names"],
        [[*zoo.list_datasets()], "7 of 40 names"],
        [[], "0 of 40 names"],
        [40, "40 of 40 names"],
    ]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_accessible(site: Path, page: str, scheme: str) -> None:
    """axe-core finds no errors at level A or AA, at 360 pixels, where tables and pictures scroll."""
    found = said_by(
        _html(site, page), BARRIERS, site / page, library=axe(), width=360, options=(SCHEMES[scheme],)
    )
    assert found == []


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_wider_than_a_telephone(site: Path, page: str) -> None:
    """Only tables and pictures scroll, in themselves."""
    window, content = said_by(_html(site, page), WIDER, site / page, width=360)
    assert content <= window == 360


@pytest.mark.parametrize("page", PAGES)
def test_a_page_requests_nothing_from_elsewhere(site: Path, page: str) -> None:
    """Pictures and the script are files of the site."""
    found = said_by(_html(site, page), FETCHED, site / page)
    assert [each for each in found if not each.startswith("file:")] == []
