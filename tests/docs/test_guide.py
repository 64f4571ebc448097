"""The plugin guide: its commands are run in order, and print what the page shows."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "run_guide.py"
PAGE = """\
<!-- run -->
```console
$ zoo --version
zoo 0.1.0
$ pip list
[...]
last
```
"""


@pytest.fixture(scope="module")
def script() -> Any:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("run_guide", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def guide(script: Any) -> str:
    """The page."""
    text: str = script.GUIDE.read_text(encoding="utf-8")
    return text


def test_every_block_of_commands_is_marked(script: Any, guide: str) -> None:
    """Each block is run, or says why it is not."""
    marked = {block.group().partition("\n")[2] for block in script.BLOCK.finditer(guide)}
    blocks = re.findall(r"^```(?:console|sh)\n.*?^```$", guide, re.DOTALL | re.MULTILINE)
    assert [block for block in blocks if block not in marked] == []
    assert re.findall(r"<!-- not run.*", guide) == ["<!-- not run: it publishes -->"]


def test_commands_in_the_text_are_among_those_that_are_run(script: Any, guide: str) -> None:
    """Every command that the text mentions is run by the page."""
    mentioned = re.findall(
        r"`((?:zoo|pip|python|pytest) [^`]*)`", re.sub(r"```.*?```", "", guide, flags=re.DOTALL)
    )
    run = script.commands(guide)
    assert [code for code in mentioned if not any(command.startswith(code) for command in run)] == []


def test_outputs_are_replaced(script: Any) -> None:
    """A shortened output keeps its last line."""
    new = script.with_outputs(PAGE, iter([("zoo 0.2.0\n", 0), ("first\nsecond\n", 0)]))
    assert new == PAGE.replace("0.1.0", "0.2.0").replace("last", "second")


def test_only_words_are_compared(script: Any) -> None:
    """Times and losses differ from computer to computer."""
    normalized = script.normalized
    assert normalized("Run 3f9a in 1.7 s: runs/1T2Z-tiny-3f9a") == normalized(
        "Run 0502 in 12 s: runs/3T4Z-tiny-0502"
    )
    assert normalized("tiny  pass  0.1 s\n──") == normalized("tiny  pass  10.1 s\n────")
    assert normalized("tiny  pass  0.1 s") == normalized("tiny  pass  1 min 0 s")
    assert normalized("tiny  pass") != normalized("tiny  FAIL")
    assert normalized("..s...   [100%]\n5 passed") == normalized(".....   [ 50%]\n..   [100%]\n7 passed")


def test_a_command_that_fails_without_a_message_is_an_error(script: Any) -> None:
    """It ends the script; an error message that the page shows does not."""
    with pytest.raises(RuntimeError, match="zoo --version ended with 127"):
        script.with_outputs(PAGE, iter([("zoo: command not found\n", 127), ("", 0)]))
    assert "error: what is wrong" in script.with_outputs(PAGE, iter([("error: what is wrong\n", 2), ("", 0)]))


@pytest.mark.long
def test_the_guide_shows_what_its_commands_print(tmp_path: Path) -> None:
    """The commands run in a new virtual environment, for which pip downloads the build backend."""
    pip = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--dest",
        str(tmp_path),
        "hatchling",
    ]
    if subprocess.run(pip, capture_output=True, check=False).returncode:
        pytest.skip("pip reaches no index")
    done = subprocess.run([sys.executable, SCRIPT, "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")
