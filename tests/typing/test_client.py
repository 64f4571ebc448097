"""The Python API is typed: code that uses all of it passes a strict type checker."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import zoo

CLIENT = Path(__file__).with_name("client.py")
SHOWN = (
    "[tool.mypy]\nstrict = true\n[[tool.mypy.overrides]]\nmodule = 'keras.*'\nignore_missing_imports = true\n"
)


def checked(client: Path, folder: Path) -> str:
    """The output of `mypy --strict` for a file outside the project."""
    (folder / "pyproject.toml").write_text(SHOWN)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-incremental", str(client)],
        cwd=folder,
        env={**os.environ, "MYPYPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.long
def test_the_public_api_passes_mypy_strict(tmp_path: Path) -> None:
    """The client passes `mypy --strict`, and a wrong type in it is an error."""
    assert checked(CLIENT, tmp_path) == "Success: no issues found in 1 source file\n"
    wrong = tmp_path / "wrong.py"
    wrong.write_text(CLIENT.read_text().replace("batch_size=32", "batch_size='32'"))
    assert 'Argument "batch_size" to "train" has incompatible type "str"' in checked(wrong, tmp_path)


def test_the_client_uses_every_public_function() -> None:
    """So every function of the API is type-checked."""
    functions = {name for name in zoo.__all__ if name.islower() and callable(getattr(zoo, name))}
    used = set(re.findall(r"zoo\.(\w+)", CLIENT.read_text()))
    assert functions - used == set()
