"""`zoo sweep` with real trainings in separate processes."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.zoo.cli.samples import COMMAND, digests, only_sweep

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = ("relu-*", "--optimizer", "rmsprop,sgd", "--dataset", "iris", "--epochs", "2", "--jobs", "2")


@pytest.mark.long
def test_each_run_is_bit_identical_to_its_plan_trained_alone(zoo: Callable) -> None:
    """Processes that trained other runs before don't matter; completed runs are not trained again."""
    code, out, err = zoo("sweep", *WORDS, "--seeds", "2")
    assert code == 0
    assert err.splitlines()[0] == (
        f"8 runs: 2 models × 2 optimizers × 2 seeds, 2 at a time; sweep {only_sweep().short_id} in runs/"
    )
    assert sorted(line.split("  ", 1)[1] for line in err.splitlines()[1:]) == [
        f"relu-{model} {optimizer} seed {seed}  completed"
        for model in ("dropout", "flatten")
        for optimizer in ("rmsprop", "sgd")
        for seed in (42, 43)
    ]
    assert out.splitlines()[0].split() == (
        ["Rank", "Model", "Optimizer", "Seeds", "val_accuracy", "Behind", "val_loss", "Parameters", "Time"]
    )
    sweep = only_sweep()
    runs = sweep.runs()
    command = ["train", str(sweep.plan_path(8)), "--quiet", "--runs-dir", "alone"]
    done = subprocess.run([*COMMAND, *command], capture_output=True, text=True, check=True)
    assert digests(runs[8].path) == digests(Path(done.stdout.strip()))
    assert not (sweep.path / "data").exists()
    before = {each.id: each.path.stat().st_mtime_ns for each in runs.values()}
    listed = zoo("runs").out.splitlines()[2:]
    assert [line.split()[0] for line in listed] == [sweep.short_id]
    note = f"note: sweep {sweep.short_id} is already completed\n"
    assert zoo("resume", sweep.short_id) == (0, out, f"{note}{err.splitlines()[0]}\n")
    assert {each.id: each.path.stat().st_mtime_ns for each in sweep.runs().values()} == before
    simple = zoo("baseline", "iris")[1]
    assert zoo("resume", sweep.short_id)[1] == f"{out}\n{simple}"


MANY = ("relu-dropout", "--seeds", "1000", "--set", f"hidden.units={','.join(map(str, range(1, 1_001)))}")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["rellu-*"], "no model matches 'rellu-*'; did you mean relu-*?"),
        (["relu-dropout", "--seeds", "0"], "--seeds 0 is too small; wanted a whole number from 1 to 10,000"),
        (["relu-dropout", "--set", "hidden.units"], "--set hidden.units has no value; "),
        (["relu-dropout", "--set", "hidden.units=5,many"], "--set hidden.units=many is not a number; "),
        (
            ["relu-*", "--seeds", "501"],
            "1,002 runs are more than 1,000; pass --yes to train them, or --dry-run to list them",
        ),
        (
            [*MANY, "--set", f"train.batch_size={','.join(map(str, range(1, 1_001)))}", "--dry-run"],
            "1,000,000,000 runs are more than 100,000, the largest sweep",
        ),
        (["relu-dropout", "--set", "hidden.units=5,,6"], "--set hidden.units=5,,6 has an empty part; "),
        (["relu-dropout", "--schedule", "cosine,"], "--schedule cosine, has an empty part; wanted NAME,NAME"),
        (["relu-dropout", "--schedule", "cosine,stp"], "--schedule stp is not a schedule; "),
        (
            ["relu-dropout", "--schedule", "cosine", "--set", "train.schedule=step"],
            "--schedule cosine is also given as train.schedule=step; wanted one of them",
        ),
        (
            ["relu-dropout", "--augment", "flip", "--set", "train.augment=none,shift"],
            "--augment flip is also given as train.augment=none,shift; wanted one of them",
        ),
        (
            ["relu-dropout", "--epochs", "3", "--set", "train.epochs=2"],
            "--epochs 3 is also given as train.epochs=2; wanted one of them",
        ),
        (
            ["relu-dropout", "--loss", "hinge", "--set", "output.loss=squared_hinge,hinge"],
            "--loss hinge is also given as output.loss=squared_hinge; wanted one of them",
        ),
        (["relu-dropout", "--optimizer", ","], "--optimizer , has an empty part; wanted names separated by "),
        (["relu-dropout,"], "MODEL relu-dropout, has an empty part; wanted names separated by commas"),
        (["relu-dropout", "--seed", str(2**32 - 1), "--seeds", "2"], "--seed 4294967296 is too large; "),
        (["relu-dropout", "--jobs", "0"], "--jobs 0 is too small; wanted a whole number from 1 to 1,024"),
    ],
)
def test_a_usage_error_is_one_sentence_and_nothing_is_written(
    zoo: Callable, words: list[str], sentence: str
) -> None:
    """The exit code is 2."""
    code, out, err = zoo("sweep", *words)
    assert (code, out) == (2, "")
    assert err.startswith(f"error: {sentence}")
    assert err.count("\n") == 1
    assert os.listdir() == []


def test_a_dry_run_lists_the_combinations(zoo: Callable) -> None:
    """Nothing is trained or written; a schedule may be a table, shown as it is typed."""
    words = ("sweep", "relu-flatten", "--dataset", "iris", "--dry-run")
    found = zoo(*words, "--schedule", "cosine,{type='step', factor=0.5}", "--format", "csv")
    assert list(csv.reader(found.out.splitlines()))[1:] == [
        ["1", "relu-flatten", "rmsprop", "cosine", "42"],
        ["2", "relu-flatten", "rmsprop", '{type = "step", factor = 0.5}', "42"],
    ]
    code, out, err = zoo(*words, "--set", "hidden.units=5,10")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "   Model         Optimizer  hidden.units  Seed",
        "──────────────────────────────────────────────",
        "1  relu-flatten  rmsprop               5    42",
        "2  relu-flatten  rmsprop              10    42",
        "",
        "2 runs; nothing was trained",
    ]
    assert os.listdir() == []


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("--format=csv", "combination,model,optimizer,hidden.units,seed\n1,relu-flatten,rmsprop,5,42\n"),
        (
            "--format=markdown",
            "|   | Model | Optimizer | hidden.units | Seed |\n| ---: | --- | --- | ---: | ---: |\n"
            "| 1 | relu-flatten | rmsprop | 5 | 42 |\n",
        ),
    ],
)
def test_a_dry_run_has_every_output_format(zoo: Callable, option: str, expected: str) -> None:
    """CSV, Markdown and JSON, with nothing else on stdout."""
    words = ("sweep", "relu-flatten", "--set", "hidden.units=5,10", "--dataset", "iris", "--dry-run")
    code, out, _ = zoo(*words, option)
    assert (code, out) == (
        0,
        expected + expected.splitlines()[-1].replace("1", "2", 1).replace("5", "10") + "\n",
    )
    assert json.loads(zoo(*words, "--json")[1]) == {
        "schema": 1,
        "combinations": [
            {
                "combination": number,
                "model": "relu-flatten",
                "optimizer": "rmsprop",
                "seed": 42,
                "settings": {"hidden.units": units},
            }
            for number, units in ((1, 5), (2, 10))
        ],
    }


LOG = """
def log():
    import keras, pathlib
    class Log(keras.callbacks.Callback):
        def on_run_begin(self, record):
            pathlib.Path(record.path, "logged").write_text(record.id)
    return Log()
"""


@pytest.mark.long
def test_a_sweep_has_a_name_tags_and_callbacks(zoo: Callable, install: Callable) -> None:
    """Its runs have the tags and are logged, also when it is resumed; --quiet prints the path only."""
    install("acme-log", "[zoo.callbacks]\nlog = acme_log:log\n", {"acme_log.py": LOG})
    words = ("sweep", "softmax-1layer", "--dataset", "iris", "--epochs", "1", "--quiet")
    code, out, err = zoo(*words, "--name", "grid", "--tag", "paper", "--log", "log")
    assert (code, out, err) == (0, f"{only_sweep().path}\n", "")
    assert (only_sweep().name, only_sweep().tags) == ("grid", ("paper",))
    note = f"note: sweep {only_sweep().short_id} is already completed\n"
    assert zoo("resume", "grid", "--quiet") == (0, out, note)
    (first,) = only_sweep().runs().values()
    assert zoo("runs", "remove", first.id, "--yes").code == 0
    assert zoo("resume", "last", "--quiet") == (0, out, "")
    (second,) = only_sweep().runs().values()
    assert first.id != second.id == (second.path / "logged").read_text()
    assert [each.record["tags"] for each in (first, second)] == [["paper"]] * 2


def test_a_callback_whose_package_is_missing_is_refused(
    zoo: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, before anything is written."""
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name: None if name == "mlflow" else find_spec(name)
    )
    said = 'error: mlflow is not installed; pip install "kerazoo[mlflow]"\n'
    assert zoo("sweep", "softmax-1layer", "--dataset", "iris", "--log", "mlflow") == (1, "", said)
    assert not Path("runs").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("--dask tcp://a:1 --jobs 2", "--jobs and --dask are both given; wanted one of them"),
        ("--executor dask --jobs 2", "--jobs and --executor are both given; wanted one of them"),
        ("--executor dusk", "no executor is called 'dusk'; did you mean dask?"),
        ("--executor adam", "'adam' is an optimizer; wanted an executor; did you mean --optimizer adam?"),
        (
            "--name last",
            "--name last means the newest run; wanted 1 to 60 printable characters that are not ",
        ),
        ("--log mlfow", "no callback is called 'mlfow'; did you mean mlflow?"),
    ],
)
def test_a_wrong_executor_or_name_is_an_error(zoo: Callable, words: str, sentence: str) -> None:
    """Nothing is written."""
    code, out, err = zoo("sweep", "softmax-1layer", "--dataset", "iris", *words.split())
    assert (code, out, err[: len(sentence) + 7]) == (2, "", f"error: {sentence}")
    assert not Path("runs").exists()
