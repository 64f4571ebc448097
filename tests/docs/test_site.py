"""The built site in a browser: errors, links, requests, accessibility, narrow screens, schemes, copying, search."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag

import pytest

from tests.docs.site import LOOKED_AT, NARROW, WIDE, Visit, pages_of, visit
from tests.zoo.reports.browser import axe, needs_chromium

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytest.importorskip("mkdocs")
pytest.importorskip("material")
pytest.importorskip("mkdocstrings")
sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.long, needs_chromium]

SCHEMES = {"light": "default", "dark": "slate"}
"""The colour schemes of a system, and the theme's names of them."""
BARRIERS = """async () => {
  const levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const found = await axe.run(document, { runOnly: levels });
  return found.violations.flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.html}`));
}"""
CUT = """() => {
  const scrolls = (each) => ["auto", "scroll"].includes(getComputedStyle(each).overflowX);
  const inside = (each) => each && (scrolls(each) || inside(each.parentElement));
  const wide = [...document.querySelectorAll("main *")].filter((each) => {
    const box = each.getBoundingClientRect();
    return box.width && box.right > innerWidth + 1 && !inside(each.parentElement);
  });
  return [document.documentElement.scrollWidth, wide.map((each) => each.outerHTML.slice(0, 100))];
}"""
LONGEST = "reference/python/"
"""It takes half a minute, and has the colours of the other pages: CI looks at it once."""
SCHEME = "() => document.body.dataset.mdColorScheme"
FIRST = {
    "dropout": ("results/", "learn/"),
    "early stopping": ("how-to/stop-early/", "learn/"),
    "learning rate": ("how-to/learning-rates/", "learn/"),
    "GPU": ("how-to/use-a-gpu/",),
}
"""What a reader may search for, and where the first page that is found must be."""


@pytest.fixture(scope="module")
def visits(browser: Browser, address: str, site: Path) -> dict[str, Visit]:
    """Every page, opened once."""
    return visit(browser, address, pages_of(site))


def test_no_page_reports_an_error(visits: dict[str, Visit]) -> None:
    """Nothing is wrong on the console, and everything that a page loads is there."""
    assert {page: each.complaints for page, each in visits.items() if each.complaints} == {}


def test_no_request_leaves_the_machine(visits: dict[str, Visit], address: str) -> None:
    """Pages load fonts, styles and scripts from their own site alone."""
    requests = {request for each in visits.values() for request in each.requests}
    assert f"{address}stylesheets/extra.css" in requests
    assert {request for request in requests if not request.startswith((address, "data:", "blob:"))} == set()


def test_every_link_inside_the_site_leads_somewhere(
    visits: dict[str, Visit], address: str, site: Path
) -> None:
    """The page or the file exists, and so does the place in the page."""
    broken = set()
    for page, each in visits.items():
        for link in {link for link in each.links if link.startswith(address)}:
            path, place = urldefrag(unquote(link.removeprefix(address)))
            there = path in visits if path in {"", "."} or path.endswith("/") else (site / path).is_file()
            known = ["", "__skip", *visits[path].places] if path in visits else [""]
            if not there or place not in known:
                broken.add((page, link.removeprefix(address)))
    assert broken == set()


@pytest.mark.parametrize(
    ("name", "scheme"),
    [
        pytest.param(name, scheme, marks=pytest.mark.soak if (name, scheme) == (LONGEST, "dark") else ())
        for name in LOOKED_AT
        for scheme in SCHEMES
    ],
)
def test_a_page_has_no_barrier(page: Page, address: str, name: str, scheme: str) -> None:
    """axe-core finds nothing at level A or AA, wide and narrow, in the system's scheme; no layout is cut at 360 pixels."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = []
    for size in (NARROW,) if name == LONGEST else (WIDE, NARROW):
        page.set_viewport_size(size)
        page.goto(address + name)
        page.evaluate(axe())
        found += page.evaluate(BARRIERS)
    assert (page.evaluate(SCHEME), found, page.evaluate(CUT)) == (SCHEMES[scheme], [], [360, []])


def test_the_scheme_follows_the_system_until_one_is_chosen(page: Page, address: str) -> None:
    """The button goes from the system's scheme to light and dark, and the choice is remembered on the next page."""
    page.emulate_media(color_scheme="dark")
    page.goto(address)
    page.locator("body[data-md-color-scheme=slate]").wait_for()
    page.emulate_media(color_scheme="light")
    page.locator("body[data-md-color-scheme=default]").wait_for()
    chosen = []
    for _ in range(2):
        page.locator("label[for^=__palette]:visible").click()
        page.goto(f"{address}tutorial/")
        chosen.append(page.evaluate(SCHEME))
    assert chosen == ["default", "slate"]


@pytest.mark.parametrize(
    ("name", "block", "commands"),
    [
        ("tutorial/", "zoo list", ["zoo list"]),
        ("how-to/learning-rates/", "zoo lr", ["zoo lr relu-dropout --dataset digits --optimizer sgd"]),
        ("", "pip install", ["python3 -m venv .venv", ". .venv/bin/activate", "pip install ."]),
        ("learn/optimizers/", "zoo curves seven", ["zoo curves seven -o seven.svg"]),
    ],
)
def test_the_copy_button_copies_the_commands_of_a_block(
    page: Page, address: str, name: str, block: str, commands: list[str]
) -> None:
    """Neither the prompt nor the output is copied."""
    page.goto(address + name)
    shown = page.locator(".language-console, .language-sh").filter(has_text=block).first
    shown.scroll_into_view_if_needed()
    shown.hover()
    shown.locator("[data-md-type=copy]").click()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert [line for line in copied.splitlines() if line] == commands


@pytest.mark.parametrize("words", FIRST)
def test_search_finds_the_page_about_it_first(page: Page, address: str, words: str) -> None:
    """The built-in search knows the words that a reader brings; it has a list for each letter that is typed."""
    page.goto(address)
    page.locator("input.md-search__input").click()
    page.locator("input.md-search__input").press_sequentially(words)
    first = page.locator(".md-search-result__item a.md-search-result__link").first
    wanted = "|".join(map(re.escape, FIRST[words]))
    sync_api.expect(first).to_have_attribute("href", re.compile(f"{re.escape(address)}({wanted})"))


@pytest.mark.parametrize(
    ("name", "switched"),
    [
        ("learn/optimizers/", "ko/learn/optimizers/"),
        ("ko/tutorial/", "tutorial/"),
        ("catalogue/adam/", "ko/catalogue/adam/"),
        ("ko/", ""),
    ],
)
def test_the_switch_of_languages_keeps_the_page(page: Page, address: str, name: str, switched: str) -> None:
    """It leads to the same page in the other language."""
    page.goto(address + name)
    language = "en" if name.startswith("ko/") else "ko"
    page.locator(".md-header .md-select button").hover()
    page.locator(f".md-header .md-select__link[hreflang={language}]").click()
    page.wait_for_url(address + switched)
    assert page.locator("html").get_attribute("lang") == language
