"""Read a page: its elements, text and headings."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from zoo.reports.html import VOID

EVIL = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"


class Read(HTMLParser):
    """All elements of a page with their attributes, its text, and the elements that are not closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, Any]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Handle a start tag."""
        self.found.append((tag, dict(attrs)))
        self.open += [] if tag in VOID else [tag]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Handle an empty element, as in SVG."""
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Handle an end tag."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Handle text."""
        self.text += data if "script" not in self.open and "style" not in self.open else ""

    def all(self, *tags: str) -> list[str]:
        """The elements with these names, in order."""
        return [tag for tag, _ in self.found if tag in tags]


def headings(page: str) -> list[str]:
    """The texts of all headings."""
    return [re.sub("<.*?>", "", each) for each in re.findall(r"<h[1-4]>(.*?)</h[1-4]>", page)]
