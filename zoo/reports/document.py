"""The HTML document of a report: self-contained, nothing is fetched from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

from zoo.reports.html import Markup, element

if TYPE_CHECKING:
    from collections.abc import Iterable


def document(
    title: str,
    sections: Iterable[Markup],
    links: Iterable[tuple[str, str]],
    command: str = "zoo report",
) -> str:
    """A whole page, written by a command.

    `links` are addresses in it with their names, shown as navigation at the top.
    """
    shown = (element("li", element("a", name, href=where)) for where, name in links)
    ways = element("nav", element("ul", *shown), aria_label="On this page")
    main = element("main", element("h1", title), *sections)
    foot = element("footer", element("p", f"Written by {command}, Kerazoo {version('kerazoo')}."))
    body = element("body", ways, main, foot, element("script", _file("page.js")))
    page = element("html", _head(title), body, lang="en")
    return f"<!doctype html>\n{page}\n"


def policy() -> str:
    """The Content Security Policy: a browser fetches nothing, and runs only the page's own script."""
    digest = base64.b64encode(hashlib.sha256(_file("page.js").encode()).digest()).decode()
    return f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"


def _head(title: str) -> Markup:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy()),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", _file("page.css")),
    )


def _file(name: str) -> Markup:
    return Markup((files("zoo.reports") / name).read_text(encoding="utf-8"))
