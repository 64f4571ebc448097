"""The page of error messages is read from the source."""

from __future__ import annotations

import importlib
import os
import subprocess
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
        (
            "there is no run to draw",
            "UsageError",
            "| `there is no run to draw` | Name a run: `zoo runs` lists them. |",
        ),
        (
            "<a> is not a file; <hint>",
            "ZooError",
            "| `<a> is not a file` | Look at what is named: a file, a folder, or a plugin. `--debug` shows the traceback. |",
        ),
    ],
)
def test_a_row_has_the_cause_and_the_cure(script: Any, text: str, kind: str, row: str) -> None:
    """The cure is the part after the semicolon, or that of the words, or that of the class."""
    assert script.row(script.Message(text, kind), {kind: kind}) == row


def test_every_message_of_the_source_is_on_the_page(script: Any) -> None:
    """What is raised today stands in the page, and nothing else."""
    page = (ROOT / "docs/reference/errors.md").read_text(encoding="utf-8")
    assert page == script.page()
    assert "| `<setting> <value> is not below the largest rate, <last>` |" in page


@pytest.mark.long
def test_the_first_ten_messages_are_printed_and_their_cures_work(script: Any, tmp_path: Path) -> None:
    """Each command prints its message, and what stands beside it succeeds."""
    (tmp_path / "flowers.csv").write_text("length,width,kind\n" + "1.5,2,a\n3.5,1,b\n" * 20, encoding="utf-8")
    (tmp_path / "curves.svg").touch()
    zoo = [sys.executable, "-m", "zoo"]

    def run(command: str) -> tuple[int, str]:
        environment = {**os.environ, "ZOO_TRAIN_EPOCHS": "1", "PYTHONSAFEPATH": "1"}
        words = [*zoo, *command.split()[1:]]
        done = subprocess.run(
            words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stderr

    for command, message, works in importlib.import_module("first_errors").FIRST:
        code, said = run(command)
        assert (code in {1, 2}, said) == (True, f"error: {message}\n")
        assert (works, run(works)[0]) == (works, 0)
