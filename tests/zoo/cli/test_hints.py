"""Suggestions in error messages, and the aliases of commands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from tests.zoo.cli.every_command import every_command
from tests.zoo.runs.records import write_run
from zoo.cli.usage_errors import SYNONYMS

if TYPE_CHECKING:
    from collections.abc import Callable

DATASETS = "breast-cancer, diabetes, digits, fashion-mnist, fashion-mnist-sample, iris, wine"
FORMATS = "wanted a table such as .csv, .parquet or .xlsx, an .npz file, or a folder of images"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("plot last", "no command is called 'plot'; did you mean zoo curves, or zoo report?"),
        ("eval last", "no command is called 'eval'; did you mean zoo evaluate?"),
        ("rm d0b2", "no command is called 'rm'; did you mean zoo runs rm?"),
        ("xyzzy", "no command is called 'xyzzy'; zoo --help lists them"),
        (
            "train relu-dropout --loss mse",
            "relu-dropout's output.loss mean_squared_error does not fit softmax and 10 classes with integer labels; "
            "wanted sparse_categorical_crossentropy",
        ),
        (
            "train relu-dropout --loss hubre",
            "--loss hubre is not a loss; wanted one of sparse_categorical_crossentropy, "
            "categorical_focal_crossentropy, categorical_hinge",
        ),
        ("train relu-dropout --learning-rate 1", "no option is called --learning-rate; did you mean --lr?"),
        ("evaluate last --lr 1", "no option is called --lr; zoo evaluate --help lists the options"),
        ("train relu-dropout --batch 8", "no option is called --batch; did you mean --batch-size?"),
        (
            "train relu-dropout --validation-split 0.1",
            "no option is called --validation-split; did you mean --validation?",
        ),
        ("train mlp adam", "got unexpected extra argument (adam); did you mean --optimizer adam?"),
        ("train mlp 5", "got unexpected extra argument (5); see zoo train --help"),
        ("export last onnx", "got unexpected extra argument (onnx); did you mean --format onnx?"),
        (
            "export last onnx int8",
            "got unexpected extra arguments (onnx int8); did you mean --format onnx --quantize int8?",
        ),
        ("export last onnx litert", "got unexpected extra arguments (onnx litert); see zoo export --help"),
        ("train mlp adam 5", "got unexpected extra arguments (adam 5); see zoo train --help"),
        (
            "train mlp -d iris --callback EarlyStopping",
            "no callback is called 'EarlyStopping'; wanted one of mlflow, tensorboard; "
            "--patience does what Keras's EarlyStopping does",
        ),
        (
            "audit conv-2.fashion-mnist --spot -e 1",
            "--epochs 1 does not apply to one epoch; wanted either it or --spot",
        ),
        ("evaluate last --test", "no option is called --test; did you mean --split?"),
        (
            "export last -o model.h5",
            "model.h5 has the ending of no format; "
            "wanted one of .keras, .weights.h5, -saved-model, .onnx, .tflite, -openvino, .pt2",
        ),
        ("train mlp --random_state 1", "no option is called --random_state; did you mean --seed?"),
        ("predict boot.png", "'boot.png' is a file, not a run; did you mean zoo predict last boot.png?"),
        ("predict boot.png last", "'boot.png' is a file, not a run; did you mean zoo predict last boot.png?"),
        (
            "train relu-dropout --optimizer ScheduleFreeAdamW",
            "no optimizer is called 'ScheduleFreeAdamW'; did you mean schedule-free-adamw?",
        ),
        ("train relu-dropout --optimizer foo", "no optimizer is called 'foo'; wanted a name from `zoo list optimizer`"),
        ("train relu-dropout --dataset mnist", f"no dataset is called 'mnist'; wanted one of {DATASETS}"),
        ("train relu-dropout --dataset data.xls", f"no dataset is called 'data.xls'; {FORMATS}"),
        ("train relu-dropout --dataset data.xlsx", "data.xlsx can't be read: no such file or directory"),
        ("show data.ods", f"no model, optimizer, dataset or weights is called 'data.ods'; {FORMATS}"),
        ("show data.parquet", "data.parquet can't be read: no such file or directory"),
        (
            "train relu-dropout --epochs 1e2",
            "--epochs 1e2 is not a whole number; wanted digits only, as 100",
        ),
        ("train relu-dropout -b 32.0", "--batch-size 32.0 is not a whole number; wanted digits only, as 32"),
        (
            "train relu-dropout --set xyz=1",
            "--set xyz=1 names no layer of relu-dropout; its layers are flatten, hidden, dropout and output",
        ),
        (
            "train relu-dropout --lr 0.1 --set lr=0.2",
            "--lr 0.1 is also given as optimizer.learning_rate=0.2; wanted one of them",
        ),
        (
            "sweep relu-dropout --lr 0.1,0.2 --set optimizer.learning_rate=0.2",
            "--lr 0.1,0.2 is also given as optimizer.learning_rate=0.2; wanted one of them",
        ),
        (
            "train relu-dropout --lr 0.1 --set optimizer.lr=0.2",
            "--lr 0.1 is also given as optimizer.learning_rate=0.2; wanted one of them",
        ),
        ("train relu-dropout --lr fast", "--lr fast is not a number; wanted a number above 0"),
        ("train", "argument MODEL is missing; see `zoo list`, or pass --plan FILE"),
        ("train relu-dropout --plan plan.toml", "MODEL and --plan are both given: relu-dropout and plan.toml; wanted one of them"),
        ("runs prune", "no command is called 'prune'; wanted list, show, rename or remove"),
        ("runs 3f9a", "no command is called '3f9a'; did you mean zoo runs show 3f9a?"),
        ("runs relu-flatten", "no command is called 'relu-flatten'; did you mean zoo runs --model relu-flatten?"),
        ("runs iris", "no command is called 'iris'; did you mean zoo runs --dataset iris?"),
        ("help trian", "no command is called 'trian'; did you mean zoo train?"),
    ],
)  # fmt: skip
def test_a_suggestion_is_close_in_meaning(zoo: Callable, arguments: str, sentence: str) -> None:
    """If no name is close, the few valid names or a command that lists them are suggested."""
    assert zoo(*arguments.split()) == (2, "", f"error: {sentence}\n")


@pytest.mark.parametrize(
    "words", [["list"], ["ls"], ["--runs-dir", "runs", "ls"], ["list", "--runs-dir", "runs"]]
)
def test_runs_list_is_the_same_as_runs(zoo: Callable, words: list[str]) -> None:
    """Options may come before or after the subcommand."""
    write_run(Path("runs"), "20201122T120000Z-3f9a")
    assert zoo("runs", *words) == zoo("runs")


def test_show_of_a_run_names_the_command_for_runs(zoo: Callable) -> None:
    """Only if there is such a run."""
    write_run(Path("runs"), "20201122T120000Z-3f9a")
    for name in ("last", "3f9a"):
        assert zoo("show", name) == (2, "", f"error: {name} is a run; did you mean zoo runs show {name}?\n")
    what = "no model, optimizer, dataset or weights is called '9f3a'"
    assert zoo("show", "9f3a") == (2, "", f"error: {what}; zoo list shows all names\n")


def test_runs_list_takes_filters(zoo: Callable) -> None:
    """The filters are those of `zoo runs`."""
    assert zoo("runs", "ls", "--status", "failed") == zoo("runs", "--status", "failed")


def test_runs_rm_is_the_same_as_runs_remove(zoo: Callable) -> None:
    """The run's folder is removed."""
    folder = write_run(Path("runs"), "20201122T120000Z-3f9a")
    assert zoo("runs", "rm", "3f9a", "--yes").code == 0
    assert not folder.exists()


@pytest.mark.parametrize("words", [(), ("train",), ("runs",), ("runs", "show"), ("new", "plugin")])
def test_help_is_the_same_as_the_option(zoo: Callable, words: tuple[str, ...]) -> None:
    """This holds for the root command, its commands and their subcommands."""
    assert zoo("help", *words) == zoo(*words, "--help")


def test_options_that_are_suggested_exist() -> None:
    """In some command; where a command lacks it, another hint is given."""
    known = {
        name
        for ctx in every_command()
        for each in ctx.command.get_params(ctx)
        if isinstance(each, click.Option)
        for name in each.opts
    }
    assert set(SYNONYMS.values()) <= known
