"""The command, where a file of the user's has the name of our package `zoo`."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import kerazoo

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = (sys.executable, "-P", "-c", "from kerazoo import main; main()", "list", "--json")


def test_the_command_runs() -> None:
    """As that of `zoo.cli`."""
    done = subprocess.run(COMMAND, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout[:1], done.stderr) == (0, "[", "")


@pytest.mark.parametrize("file", ["zoo.py", "zoo/__init__.py"])
def test_a_file_in_the_way_is_named(tmp_path: Path, file: str) -> None:
    """It is not run; the folder of Kerazoo comes after that of the user."""
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.write_text("print('was run')\n")
    paths = os.pathsep.join([str(tmp_path), os.path.dirname(kerazoo.__file__)])
    done = subprocess.run(
        COMMAND, env=os.environ | {"PYTHONPATH": paths}, capture_output=True, text=True, check=False
    )
    sentence = f"error: {path} is in the way of Kerazoo's package zoo; rename it, or change PYTHONPATH\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence)
