"""Arguments that `zoo train` refuses."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


MISTAKES = [
    (["relu-dropout", "--set", "epochs=3"], "--set epochs=3 names no setting; did you mean --epochs 3?"),
    (
        ["relu-dropout", "--set", "dataset=iris"],
        "--set dataset=iris names no setting; did you mean --dataset iris?",
    ),
    (
        ["relu-dropout", "--set", "train.epochs=0", "--epochs", "1"],
        "--epochs 1 is also given as train.epochs=0; wanted one of them",
    ),
    (
        ["relu-dropout", "--augment", "flip", "--set", "train.augment=shift"],
        "--augment flip is also given as train.augment=shift; wanted one of them",
    ),
    (
        ["relu-dropout", "--loss", "hinge", "--set", "output.loss=squared_hinge"],
        "--loss hinge is also given as output.loss=squared_hinge; wanted one of them",
    ),
    (
        ["relu-dropout", "--runs-dir", ""],
        "--runs-dir '' is not a path; wanted the path of a folder",
    ),
    (
        ["relu-dropout", "--name", "3f9a"],
        "--name 3f9a looks like an id; "
        "wanted 1 to 60 printable characters that are not a path, an id, or the end of an id",
    ),
    (["relu-dropout", "--tag", ""], "--tag '' is empty; wanted 1 to 60 printable characters"),
    (
        ["relu-dropout", "--optimizer", ""],
        "no optimizer is called ''; wanted a name from `zoo list optimizer`",
    ),
    (
        ["relu-dropout", "--set", 'optimizer.learning_rate={type="CosineDecay", decay_steps=9}'],
        "--lr {'type': 'CosineDecay', 'decay_steps': 9} has no "
        "initial_learning_rate; wanted a number of at least 0",
    ),
    (["relu-dropuot"], "no model is called 'relu-dropuot'; did you mean relu-dropout?"),
    (["rmsprop"], "'rmsprop' is an optimizer; wanted a model; did you mean --optimizer rmsprop?"),
    (["relu-dropout", "--optimizer", "adan"], "no optimizer is called 'adan'; did you mean adam?"),
    (["relu-dropout", "--dataset", "iriss"], "no dataset is called 'iriss'; did you mean iris?"),
    (["relu-dropout", "--epoch", "3"], "no option is called --epoch; did you mean --epochs?"),
    (["relu-dropout", "--epochs", "0"], "--epochs 0 is too small; wanted a whole number from 1 to 100,000"),
    (
        ["relu-dropout", "--epochs", "1.5"],
        "--epochs 1.5 is not a whole number; wanted a whole number from 1 to 100,000",
    ),
    (
        ["relu-dropout", "--batch-size", "-3"],
        "--batch-size -3 is too small; wanted a whole number from 1 to 1,000,000",
    ),
    (
        ["relu-dropout", "--seed", "-1"],
        "--seed -1 is too small; wanted a whole number from 0 to 4,294,967,295",
    ),
    (
        ["relu-dropout", "--seed", "1" * 90],
        f"--seed {'1' * 59}… is too large; wanted a whole number from 0 to 4,294,967,295",
    ),
    (
        ["relu-dropout", "--set", "hidden.units=0"],
        "--set hidden.units=0 is too small; wanted a whole number of at least 1",
    ),
    (
        ["relu-dropout", "--set", "hidden.units=many"],
        "--set hidden.units=many is not a number; wanted a whole number of at least 1",
    ),
    (
        ["relu-dropout", "--set", "dropout.rate=1.5"],
        "--set dropout.rate=1.5 is too large; wanted a number from 0 to 1",
    ),
    (
        ["relu-dropout", "--set", "optimizer.learning_rate=nan"],
        "--lr nan is not finite; wanted a number above 0",
    ),
    (
        ["relu-dropout", "--set", "optimizer.lerning_rate=1"],
        "--set optimizer.lerning_rate=1 names no setting of rmsprop (RMSprop); did you mean optimizer.learning_rate?",
    ),
    (
        ["relu-dropout", "--set", "train.epoch=3"],
        "--set train.epoch=3 is not a training setting; did you mean train.epochs?",
    ),
    (
        ["relu-dropout", "--backend", "tensorfow"],
        "--backend tensorfow is not known; wanted one of tensorflow, jax, torch; did you mean tensorflow?",
    ),
    (
        ["conv-2", "-d", "digits", "--augment", 'flip,{type="rotate", factor=[0.2, 9]},mixup'],
        "--augment factor=[0.2, 9] is not valid; "
        "wanted a number from -1 to 1, or two of them in rising order",
    ),
    (
        ["conv-2", "-d", "digits", "--augment", "flip,flup"],
        "--augment flup is not valid; did you mean flip?",
    ),
    (
        ["mlp", "-d", "diabetes", "--class-weight", "cat=2,dog=0.5"],
        "--class-weight cat=2,dog=0.5 is for classes, and diabetes is a regression; wanted none",
    ),
    (["./nope.toml"], "nope.toml can't be read: no such file or directory"),
]


@pytest.mark.parametrize(("arguments", "sentence"), MISTAKES)
def test_a_usage_error_is_one_sentence_and_nothing_is_written(
    zoo: Callable, arguments: list[str], sentence: str
) -> None:
    """Exit code 2, nothing on stdout, and no folder of runs."""
    assert zoo("train", *arguments) == (2, "", f"error: {sentence}\n")
    assert not Path("runs").exists()


def test_usage_errors_are_found_without_keras() -> None:
    """All of them in one new interpreter, which has not imported Keras at the end."""
    probe = (
        "import json, sys\n"
        "from zoo.cli.group import main\n"
        "for arguments in json.loads(sys.argv[1]):\n"
        "    try:\n"
        "        main(['train', *arguments])\n"
        "    except SystemExit as left:\n"
        "        assert left.code == 2, arguments\n"
        "print('keras' in sys.modules)\n"
    )
    arguments = json.dumps([arguments for arguments, _ in MISTAKES])
    done = subprocess.run(
        [sys.executable, "-c", probe, arguments], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["--runs-dir", "file"],
            "file can't be written to: it is not a folder; choose another with --runs-dir",
        ),
        (
            ["--set", "hidden.units=2000000000"],
            r"relu-dropout has 1\d\d,\d\d\d,\d\d\d,\d\d\d parameters, which need .* GB to be trained, beside TensorFlow; this machine has .* GB",
        ),
    ],
)
def test_an_unusable_folder_or_too_large_model_leaves_no_run(
    zoo: Callable, arguments: list[str], sentence: str
) -> None:
    """The error is one sentence, with exit code 1."""
    Path("file").touch()
    code, out, err = zoo("train", "relu-dropout", "--dataset", "digits", *arguments)
    assert (code, out) == (1, "")
    assert re.fullmatch(f"error: {sentence}", err.splitlines()[-1])
    assert list(Path("runs").glob("*")) == []


def test_a_missing_backend_is_an_error_with_its_pip_command(
    zoo: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is found before anything is loaded."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    expected = 'error: the backend jax is not installed; pip install "kerazoo[jax]"\n'
    assert zoo("train", "relu-dropout", "--backend", "jax") == (1, "", expected)


def test_an_unknown_backend_in_the_environment_is_named_as_such(
    zoo: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keras is removed from this process first, since its backend would be used instead."""
    monkeypatch.delitem(sys.modules, "keras", raising=False)
    monkeypatch.setenv("KERAS_BACKEND", "numpy")
    expected = "error: KERAS_BACKEND=numpy is not known; wanted one of tensorflow, jax, torch\n"
    assert zoo("train", "relu-flatten") == (2, "", expected)
