"""The page about your own data: its files are written, and its commands are run."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "how-to" / "use-your-own-data.md"


@pytest.fixture(scope="module")
def script() -> Any:
    """The module that runs the blocks of a page."""
    sys.path.insert(0, str(ROOT / "scripts"))
    yield importlib.import_module("pages.blocks")
    sys.path.remove(str(ROOT / "scripts"))


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
