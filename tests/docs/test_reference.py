"""Generated parts of the pages are up to date."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "write_reference.py"


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
