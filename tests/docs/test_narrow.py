"""The built site on a telephone: 360 pixels wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.docs.site import NARROW, pages_of
from tests.zoo.reports.browser import needs_chromium

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytest.importorskip("mkdocs")
pytest.importorskip("material")
pytest.importorskip("mkdocstrings")
pytest.importorskip("playwright")
pytestmark = [pytest.mark.long, needs_chromium]

SCROLLING = """() => [...document.querySelectorAll("main .md-typeset__scrollwrap")].filter(
  (each) => each.scrollWidth > each.clientWidth
).map((each) => each.innerText.slice(0, 100))"""
"""The tables that are wider than the screen."""
BROKEN = r"""(words) => {
  const found = [];
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) for (const word of texts.currentNode.data.matchAll(new RegExp(words, "gu"))) {
    const range = document.createRange();
    range.setStart(texts.currentNode, word.index);
    range.setEnd(texts.currentNode, word.index + word[0].length);
    if (new Set([...range.getClientRects()].map((each) => each.top)).size > 1) found.push(word[0]);
  }
  return found;
}"""
"""The words that are on more than one line, of those that a pattern matches."""
KOREAN, OPTIONS = r"\p{Script=Hangul}+", r"--\w[\w\-]*"


@pytest.fixture
def narrow(page: Page) -> Page:
    """A tab on a telephone."""
    page.set_viewport_size(NARROW)
    return page


@pytest.mark.parametrize("name", ["reference/python/", "catalogue/"])
def test_a_table_is_a_list_of_cards(narrow: Page, address: str, name: str) -> None:
    """What a parameter or a model is can be read without scrolling."""
    narrow.goto(address + name)
    narrow.wait_for_load_state()
    assert (narrow.locator(".md-typeset__scrollwrap").count() > 0, narrow.evaluate(SCROLLING)) == (True, [])


def test_the_first_commands_wrap(narrow: Page, address: str) -> None:
    """The commands of the home page can be read without scrolling, and are copied as they are."""
    narrow.goto(address)
    code = narrow.locator(".language-sh code").first
    assert [line.split("  ")[0] for line in code.inner_text().strip().splitlines()] == [
        "zoo show fashion-mnist --samples",
        "zoo train relu-dropout",
        "zoo predict last boot.png",
    ]
    assert code.evaluate("(code) => code.scrollWidth <= code.clientWidth")


def test_no_korean_word_is_broken(narrow: Page, address: str, site: Path) -> None:
    """A line ends between two words, in tables and links, too."""
    broken = {}
    for name in ["ko/", *(name for name in pages_of(site) if name.startswith(("ko/learn/", "ko/tutorial/")))]:
        narrow.goto(address + name)
        broken[name] = narrow.evaluate(BROKEN, KOREAN)
    assert len(broken) > 1
    assert broken == {name: [] for name in broken}


@pytest.mark.parametrize("name", ["", "reference/errors/"])
def test_no_option_is_broken(narrow: Page, address: str, name: str) -> None:
    """A line does not end after the hyphens of an option."""
    narrow.goto(address + name)
    assert narrow.evaluate(BROKEN, OPTIONS) == []
