"""Open a page in headless Chromium, run a script in it, and return its result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

import html
import importlib.util
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium")
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
FOUND = re.compile(r'<pre id="found">(.*?)</pre>', re.DOTALL)
PROGRAM = """<script>{library}</script><script>addEventListener("load", async () => {{
  const found = await (async () => {{ {program} }})();
  const shown = document.createElement("pre");
  shown.id = "found";
  shown.textContent = JSON.stringify(found);
  top.document.body.append(shown);
}});</script></body>"""

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


def axe() -> str:
    """The source of axe-core; the test is skipped if its package is not installed."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or not found.submodule_search_locations:
        pytest.skip("axe-playwright-python is not installed")
    return (Path(found.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")


def said_by(
    page: str,
    program: str,
    folder: Path,
    *,
    library: str = "",
    width: int | None = None,
    options: tuple[str, ...] = (),
) -> Any:
    """Run the body of an async function in a page, and return its result.

    With `width`, the page is in a frame of this width: a window of headless Chromium has at least 500 pixels.
    """
    assert CHROMIUM is not None
    before, after = POLICY.sub("", page).rsplit("</body>", 1)
    path = folder / "page.html"
    whole = before + PROGRAM.format(library=library, program=program) + after
    framed = f'<iframe srcdoc="{html.escape(whole)}" style="width:{width}px;height:800px;border:0"></iframe>'
    path.write_text(whole if width is None else f"<!doctype html><body>{framed}</body>", encoding="utf-8")
    command = [
        *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"),
        *options,
        *("--virtual-time-budget=20000", "--dump-dom", path.as_uri()),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    found = FOUND.search(done.stdout)
    assert found is not None, done.stderr[-2000:]
    return json.loads(html.unescape(found[1]))


BARRIERS = """
document.querySelectorAll("details").forEach((each) => { each.open = true });
const levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const found = await axe.run(document, { runOnly: levels });
return found.violations.map((each) => `${each.id}: ${each.nodes[0].html}`);
"""


WIDER = """
document.querySelectorAll("details").forEach((each) => { each.open = true });
return [innerWidth, document.documentElement.scrollWidth];
"""


FETCHED = "return performance.getEntriesByType('resource').map((each) => each.name.slice(0, 40));"


DARK = ("--blink-settings=preferredColorScheme=0",)
