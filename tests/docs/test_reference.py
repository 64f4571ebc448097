"""Generated parts of the pages are up to date."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "write_reference.py"
PAGES = [
    page
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
    if not {"learn", "cookbook"} & {*page.relative_to(ROOT).parts}
    and page.name not in ("command-line.md", "publish-a-plugin.md")
]
"""Those whose blocks other tests run are left out."""
TRAINING = [
    page
    for page in PAGES
    if re.search(r"<!-- (trained output of: |run\b)", page.read_text(encoding="utf-8"))
    and not page.name.endswith(".ko.md")
]


def check(*pages: Path) -> tuple[int, str]:
    """Run the script with --check; return its exit code and output."""
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--check", *map(str, pages)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def scripts() -> Any:
    """Makes the modules in scripts/ importable; returns `importlib.import_module`."""
    sys.path.insert(0, str(SCRIPT.parent))
    yield importlib.import_module
    sys.path.remove(str(SCRIPT.parent))


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.ko.md"], ids=lambda page: page.name)
def test_every_block_is_run_or_says_why_not(scripts: Any, page: Path) -> None:
    """Commands, Python and output have a comment that says what they are."""
    assert scripts("pages.blocks").unmarked(page.read_text(encoding="utf-8")) == []


@pytest.mark.long
@pytest.mark.parametrize("page", TRAINING, ids=lambda page: page.name)
def test_a_page_shows_what_its_trainings_print(scripts: Any, page: Path, tmp_path: Path) -> None:
    """Commands and code run without errors; times and ids aside, they print what is shown.

    The decimal numbers of a training may differ a little.
    """
    blocks, difference = scripts("pages.blocks"), scripts("lessons.alike").difference
    text = page.read_text(encoding="utf-8")
    new = blocks.page_with_outputs(text, tmp_path, trained=True)
    pairs = zip(blocks.BLOCK.finditer(text), blocks.BLOCK.finditer(new), strict=True)
    found = [
        difference(old["content"], now["content"], trained=True)
        for old, now in pairs
        if old["what"] in ("trained output of", "run")
    ]
    assert list(filter(None, found)) == []


@pytest.mark.long
def test_pages_are_up_to_date() -> None:
    """The command-line reference and all transcripts, except those of trainings, are as printed now."""
    assert check() == (0, "")


def test_an_outdated_transcript_is_an_error(tmp_path: Path) -> None:
    """A page fails the check if a command prints something else."""
    page = tmp_path / "page.md"
    page.write_text("<!-- output of: zoo --version -->\n```console\n$ zoo --version\nzoo 0\n```\n")
    code, said = check(page)
    assert (code, said.endswith("page.md is out of date\n")) == (1, True)


def test_a_text_block_has_only_the_output(tmp_path: Path) -> None:
    """Its command is in a separate block, where it can be copied."""
    page = tmp_path / "page.md"
    page.write_text("<!-- output of: echo one -->\n```text\none\n```\n")
    assert check(page) == (0, "")
