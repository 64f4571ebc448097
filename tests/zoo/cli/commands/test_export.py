"""`zoo export`, and errors for unsafe .keras files."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zoo.cli.commands.export import NAMES, SMALLER
from zoo.inference import formats

if TYPE_CHECKING:
    from collections.abc import Callable

LAMBDA = {"class_name": "Lambda", "module": "keras.layers", "config": {"name": "lambda_1"}}
MODEL = {"class_name": "Sequential", "module": "keras", "config": {"layers": [LAMBDA]}}


@pytest.fixture
def unsafe(tmp_path: Path) -> str:
    """A .keras file with a layer that runs code."""
    with zipfile.ZipFile(tmp_path / "model.keras", "w") as archive:
        archive.writestr("metadata.json", "{}")
        archive.writestr("config.json", json.dumps(MODEL))
        archive.writestr("model.weights.h5", "x" * 99)
    return "model.keras"


def test_the_command_has_all_formats() -> None:
    """The command has a separate list, so that `--help` does not import the exporters."""
    assert (tuple(formats.FORMATS), formats.SMALLER) == (NAMES, SMALLER)


@pytest.mark.long
def test_export_prints_the_file_and_the_difference(zoo: Callable) -> None:
    """Two lines on stdout; the file is named after the model and is not overwritten."""
    run = zoo("train", "relu-dropout", "--dataset", "iris", "--epochs", "1", "--quiet").out.strip()
    code, out, err = zoo("export", "last")
    path = f"relu-dropout-{run[-4:]}.keras"
    assert (code, err) == (0, "")
    assert re.fullmatch(
        rf"{path}: Keras, \d+\.\d KB; takes float32 of shape \(None, 4\)\n"
        r"Greatest difference \d\.\de-\d\d \(allowed 1e-06\) on 30 rows of the test split of iris, run by keras .*\.\n",
        out,
    )
    assert Path(path).is_file()
    again = zoo("export", "last")
    assert again == (
        1,
        "",
        f"error: {path} exists; overwrite it with --force or choose another name with -o\n",
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (
            ["last", "--format", "onxx"],
            2,
            "--format onxx is not known; wanted one of keras, weights, saved-model, onnx, litert, openvino, torch; did you mean onnx?",
        ),
        (["last"], 2, "there is no folder runs; zoo train makes one, and --runs-dir names another"),
        (["nothing.keras"], 1, "nothing.keras was not loaded: it can't be read: no such file or directory"),
    ],
)
def test_an_error_is_one_sentence(zoo: Callable, arguments: list[str], code: int, said: str) -> None:
    """An unknown format, a missing folder of runs, and a missing file."""
    assert zoo("export", *arguments) == (code, "", f"error: {said}\n")


@pytest.mark.parametrize(
    "command", [["export", "-o", "other.keras"], ["predict", "x.npy"], ["evaluate", "--dataset", "iris"]]
)
def test_an_unsafe_file_is_not_loaded(zoo: Callable, unsafe: str, command: list[str]) -> None:
    """Every command that accepts a .keras file refuses it with the same message."""
    code, out, err = zoo(command[0], unsafe, *command[1:])
    said = "error: model.keras was not loaded: layer lambda_1 is a Lambda, which can run any code; "
    said += "load a file that you trust with Keras itself\n"
    assert (code, out, err.splitlines(keepends=True)[-1]) == (1, "", said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["evaluate"], "model.keras has no dataset to evaluate on; wanted --dataset"),
        (["predict"], "model.keras has no dataset to predict on; wanted files with examples"),
    ],
)
def test_a_keras_file_needs_examples(zoo: Callable, unsafe: str, arguments: list[str], said: str) -> None:
    """A .keras file has no dataset to evaluate or predict on."""
    assert zoo(arguments[0], unsafe) == (2, "", f"error: {said}\n")
