"""The built site: contrast in both colour schemes, and the copy button."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.zoo.reports.browser import axe, needs_chromium, said_by

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("mkdocs")
pytest.importorskip("material")
pytest.importorskip("mkdocstrings")
pytestmark = [pytest.mark.long, needs_chromium]

PAGES = [".", "how-to/publish-a-plugin", "reference/python"]
SCHEMES = {
    "slate": "--blink-settings=preferredColorScheme=0",
    "default": "--blink-settings=preferredColorScheme=1",
}
LONGEST = ("reference/python", "slate")
CONTRAST = """
const found = await axe.run(document, { runOnly: ["color-contrast"] });
return [document.body.dataset.mdColorScheme, found.violations.flatMap((each) => each.nodes.map((node) => node.html))];
"""
COPIED = """
const found = [];
document.execCommand = () => { found.push(document.activeElement.value); return true };
await new Promise((done) => setTimeout(done, 1000));
const blocks = [...document.querySelectorAll(".language-console")];
const block = blocks.find((each) => each.innerText.includes("$ zoo list"));
block.scrollIntoView();
await new Promise((done) => setTimeout(done, 1000));
block.querySelector("[data-md-type=copy]").click();
return found;
"""


@pytest.mark.parametrize(
    ("page", "scheme"),
    [
        # The reference is long, and has the colours of the other pages: CI looks at one scheme of it.
        pytest.param(page, scheme, marks=pytest.mark.soak if (page, scheme) == LONGEST else ())
        for page in PAGES
        for scheme in SCHEMES
    ],
)
def test_contrast_is_sufficient(site: Path, page: str, scheme: str) -> None:
    """A first visit follows the system's colour scheme, and no text is below WCAG AA in it."""
    html = (site / page / "index.html").read_text(encoding="utf-8")
    found = said_by(html, CONTRAST, site / page, library=axe(), options=(SCHEMES[scheme],))
    assert found == [scheme, []]


def test_the_copy_button_copies_the_commands_of_a_transcript(site: Path) -> None:
    """Neither the prompt nor the output is copied."""
    page = site / "how-to" / "publish-a-plugin"
    copied = said_by((page / "index.html").read_text(encoding="utf-8"), COPIED, page)
    commands = [line for text in copied for line in text.splitlines() if line]
    assert [command.partition(" --epochs")[0] for command in commands] == [
        "pip install -e .",
        'zoo list "tiny*"',
        "zoo show tiny",
        "zoo train tiny --optimizer tiny-sgd --dataset digits",
    ]
