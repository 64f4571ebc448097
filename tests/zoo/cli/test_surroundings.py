"""The command in unusual surroundings: no home directory, strict warnings, empty variables, a zip file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zoo as package
from zoo.plan.backends import default_backend

if TYPE_CHECKING:
    from collections.abc import Callable

TRAIN = ("train", "softmax-1layer", "--dataset", "iris", "--epochs", "1", "--quiet")
HOMELESS = """\
import pwd
def unknown(_):
    raise KeyError
pwd.getpwuid = unknown
from zoo.cli import main
main()
"""


def run(*command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_text_of_files_can_not_control_a_terminal(zoo: Callable) -> None:
    """Escape sequences, C1 and bidirectional characters are escaped; JSON means the same as before."""
    said = "a\x9b2J\u202eb"
    layers = '[[layers]]\ntype = "Head"\n'
    head = f'kerazoo = 1\nkind = "model"\nsummary = "{said}"\ninput_shape = [4]\n'
    Path("net.toml").write_text(head + layers, encoding="utf-8")
    _, out, _ = zoo("show", "./net.toml")
    assert out.startswith("net: a\\x9b2J\\u202eb (model")
    code, out, _ = zoo("show", "./net.toml", "--json")
    assert (code, json.loads(out)["summary"], out.isascii()) == (0, said, True)


def test_an_empty_backend_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """`KERAS_BACKEND=` is as if it were not set."""
    monkeypatch.setenv("KERAS_BACKEND", "")
    monkeypatch.delitem(sys.modules, "keras", raising=False)
    assert default_backend() == "tensorflow"


@pytest.mark.long
def test_a_user_without_a_home_directory_trains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing but the run is written to the current folder."""
    monkeypatch.delenv("HOME")
    monkeypatch.delenv("KERAS_HOME")
    assert run("-c", HOMELESS, *TRAIN, folder=tmp_path).returncode == 0
    assert os.listdir(tmp_path) == ["runs"]


@pytest.mark.long
def test_keras_that_can_not_be_imported_without_a_home_directory_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its cause is named."""
    monkeypatch.delenv("HOME")
    monkeypatch.delenv("KERAS_HOME")
    (tmp_path / "keras.py").write_text("1 / 0")
    done = run("-c", HOMELESS, *TRAIN, folder=tmp_path, PYTHONPATH=str(tmp_path), TMPDIR=str(tmp_path))
    assert done.stderr.endswith("error: Keras can't be imported: ZeroDivisionError: division by zero\n")


@pytest.mark.long
@pytest.mark.parametrize(
    "words", [TRAIN, ("sweep", *TRAIN[1:]), ("check", "softmax-1layer"), ("baseline", "iris")]
)
def test_warnings_of_other_packages_are_no_errors(tmp_path: Path, words: tuple[str, ...]) -> None:
    """With `python -W error` and `PYTHONWARNINGS=error`, in every process."""
    done = run("-W", "error", "-m", "zoo", *words, folder=tmp_path, PYTHONWARNINGS="error")
    assert done.returncode == 0


def test_warnings_of_our_own_are_shown(tmp_path: Path, install: Callable[..., Path]) -> None:
    """They are no errors either: the name of a plugin shadows none of ours."""
    module = "import zoo\nNET = zoo.ModelSpec(layers=(zoo.Head(),))\n"
    site = install("acme", "[zoo.models]\nrelu-dropout = acme_net:NET\n", {"acme_net.py": module})
    words = ("-W", "error", "-m", "zoo", "show", "relu-dropout")
    done = run(*words, folder=tmp_path, PYTHONPATH=str(site))
    assert (done.returncode, done.stderr[:6]) == (0, "note: ")


@pytest.mark.parametrize("module", ["zoo.cli", "kerazoo"])
def test_a_zip_file_is_refused(tmp_path: Path, module: str) -> None:
    """Its data files and processes need real files; the package in it is not taken for another one."""
    root = Path(package.__file__).parent.parent
    with zipfile.ZipFile(tmp_path / "zoo.pyz", "w") as archive:
        for file in (each for name in ("zoo", "registry") for each in (root / name).rglob("*.py")):
            archive.write(file, file.relative_to(root))
        archive.write(root / "kerazoo.py", "kerazoo.py")
        archive.writestr("__main__.py", f"from {module} import main\nmain()\n")
    done = run("zoo.pyz", "list", folder=tmp_path)
    expected = "error: zoo can't run inside a zip file; pip install kerazoo, or unpack the file\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", expected)
