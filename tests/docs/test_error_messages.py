"""The page of error messages is read from the source."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def script() -> Any:
    """The script as a module."""
    sys.path.insert(0, str(ROOT / "scripts"))
    yield importlib.import_module("error_messages")
    sys.path.remove(str(ROOT / "scripts"))


@pytest.mark.parametrize(
    ("text", "kind", "row"),
    [
        ("<a> is missing; wanted <b>", "DatasetError", "| `<a> is missing` | `wanted <b>` |"),
        (
            "stopped by a signal",
            "Interrupted",
            "| `stopped by a signal` | `zoo resume last` continues the run. |",
        ),
    ],
)
def test_a_row_has_the_cause_and_the_cure(script: Any, text: str, kind: str, row: str) -> None:
    """The cure is the part after the semicolon, or that of the class."""
    assert script.row(script.Message(text, kind), {kind: kind}) == row


def test_every_message_of_the_source_is_on_the_page(script: Any) -> None:
    """What is raised today stands in the page, and nothing else."""
    page = (ROOT / "docs/reference/errors.md").read_text(encoding="utf-8")
    assert page == script.page()
    assert "| `<setting> <value> is not below the largest rate, <last>` |" in page
