"""Separate processes: how they are started."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import zoo
from zoo.system.process import command, inherited, program

PACKAGE = Path(zoo.__file__).parent
STARTS = ("run", "Popen", "call", "check_call", "check_output", "getoutput", "getstatusoutput")


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder has modules that would leave a file if they were imported."""
    marker = tmp_path / "imported"
    folder = tmp_path / "hostile"
    folder.mkdir()
    for name in ("json", "sitecustomize", "registry", "click", "numpy", "keras"):
        (folder / f"{name}.py").write_text(f"open({str(marker)!r}, 'a').write({name!r})\n")
    monkeypatch.chdir(folder)
    return marker


@pytest.mark.parametrize("beginning", ["", "."])
def test_processes_import_nothing_from_the_current_folder(
    hostile: Path, monkeypatch: pytest.MonkeyPatch, beginning: str
) -> None:
    """Even if it is on this process's import path, as in a notebook."""
    monkeypatch.syspath_prepend("")
    sys.path[0] = beginning
    commands = [program("import json, registry, click"), command("zoo.sweeps.worker")]
    for each in commands:
        subprocess.run(each, env=inherited(), stdin=subprocess.DEVNULL, check=True)
    assert not hostile.exists()


def test_python_m_zoo_imports_nothing_from_the_current_folder(hostile: Path) -> None:
    """The command `zoo` does not either."""
    for name in ("json", "sitecustomize"):  # imported by Python itself, before our code
        Path(f"{name}.py").unlink()
    subprocess.run([sys.executable, "-m", "zoo", "list"], check=True, capture_output=True)
    assert not hostile.exists()


def test_every_process_is_started_by_zoo_system_process() -> None:
    """No module starts another program, or names the interpreter itself."""
    found = {
        f"{path.relative_to(PACKAGE)}: {ast.unparse(node.args[0])}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {f"subprocess.{each}" for each in STARTS}
    }
    assert found == {
        "sweeps/processes.py: command('zoo.sweeps.worker')",
        "system/process.py: command(module)",
        "testing/apart.py: command('zoo.testing.worker')",
        "testing/imports.py: program(text, question, str(os.getpid()))",
    }
