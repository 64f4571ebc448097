"""The page about your own data: its files are written, and its commands are run."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "how-to" / "use-your-own-data.md"


@pytest.fixture(scope="module")
def script() -> Any:
    """The script that updates the pages, as a module."""
    spec = importlib.util.spec_from_file_location("write_reference", ROOT / "scripts" / "write_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_block_of_the_page_is_used(script: Any) -> None:
    """Each block is a file, or a command that is run."""
    text = PAGE.read_text(encoding="utf-8")
    assert "```" not in script.BLOCK.sub("", text)


@pytest.mark.long
def test_every_command_of_the_page_prints_what_it_shows(script: Any, tmp_path: Path) -> None:
    """This includes trainings; numbers and ids are not compared."""
    text = PAGE.read_text(encoding="utf-8")
    assert shape(script.page_with_outputs(text, tmp_path, trained=True)) == shape(text)


def shape(text: str) -> list[str]:
    """The lines without what varies between runs: numbers, ids, predicted classes and widths."""
    text = re.sub(r"(?m)^ +\d  (setosa|versicolor|virginica) .*$", "answer", text)
    text = re.sub(r"(?<=-)[0-9a-f]{4}\b|(?<=Run )\w{4}\b|\d[\d.,]*| *best| *, kept| *kept", "", text)
    return [re.sub(r"─+", "─", " ".join(line.split())) for line in text.splitlines()]
