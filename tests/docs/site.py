"""The built site, served to headless Chromium on this machine."""

from __future__ import annotations

import functools
import shutil
import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

LOOKED_AT = (
    "",
    "tutorial/",
    "how-to/learning-rates/",
    "how-to/publish-a-plugin/",
    "results/",
    "learn/optimizers/",
    "ko/learn/optimizers/",
    "catalogue/",
    "reference/run-directory/",
    "reference/python/",
)
"""The pages that are looked at in detail: in both colour schemes, wide and narrow. One of each kind."""
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
PLACES = """() => [
  [...document.querySelectorAll("[id], a[name]")].map((each) => each.id || each.name),
  [...document.links].map((each) => each.href),
]"""


class Visit(NamedTuple):
    """What a page did when it was opened, and where it leads."""

    complaints: list[str]
    """Errors and warnings on the console, exceptions, and answers other than success."""
    requests: list[str]
    places: list[str]
    links: list[str]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port, and give its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def pages_of(folder: Path) -> list[str]:
    """Return the addresses of all pages of a site, relative to the home page."""
    found = sorted(path.parent.relative_to(folder).as_posix() for path in folder.rglob("index.html"))
    return ["" if page == "." else f"{page}/" for page in found]


def visit(browser: Browser, address: str, pages: list[str]) -> dict[str, Visit]:
    """Open pages one after the other."""
    page = browser.new_page(viewport=WIDE)
    visits: dict[str, Visit] = {}
    complaints: list[str] = []
    requests: list[str] = []
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.on(
        "response",
        lambda answer: complaints.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None,
    )
    for each in pages:
        page.goto(address + each)
        places, links = page.evaluate(PLACES)
        visits[each] = Visit(complaints.copy(), requests.copy(), places, links)
        complaints.clear()
        requests.clear()
    page.close()
    return visits


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its name in the library
        """Print nothing."""
