"""A page as it is read: its elements, its text and its headings."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from zoo.reports.html import VOID

EVIL = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"


class Read(HTMLParser):
    """All elements of a page with their attributes, its text, and whether each that begins also ends."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, Any]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.found.append((tag, dict(attrs)))
        self.open += [] if tag in VOID else [tag]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One of SVG's that ends at once."""
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """The one that began last ends."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text that is shown."""
        self.text += data if "script" not in self.open and "style" not in self.open else ""

    def all(self, *tags: str) -> list[str]:
        """The elements of these kinds, in their order."""
        return [tag for tag, _ in self.found if tag in tags]


def headings(page: str) -> list[str]:
    """The texts of all headings."""
    return [re.sub("<.*?>", "", each) for each in re.findall(r"<h[1-4]>(.*?)</h[1-4]>", page)]
