"""The Python API is typed: a client that uses all of it passes a strict type checker."""

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
    """What `mypy --strict` says of a client that is outside the project."""
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
def test_a_client_passes_mypy(tmp_path: Path) -> None:
    """A page that uses the whole API passes `mypy --strict`; a wrong type on it does not."""
    assert checked(CLIENT, tmp_path) == "Success: no issues found in 1 source file\n"
    wrong = tmp_path / "wrong.py"
    wrong.write_text(CLIENT.read_text().replace("batch_size=32", "batch_size='32'"))
    assert 'Argument "batch_size" to "train" has incompatible type "str"' in checked(wrong, tmp_path)


def test_the_client_uses_every_function() -> None:
    """Every public function is on the page."""
    functions = {name for name in zoo.__all__ if name.islower() and callable(getattr(zoo, name))}
    used = set(re.findall(r"zoo\.(\w+)", CLIENT.read_text()))
    assert functions - used == set()
