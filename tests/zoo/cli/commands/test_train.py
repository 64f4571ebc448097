"""`zoo train`."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.zoo.cli.samples import COMMAND, IRIS
from zoo.runs import read_record

if TYPE_CHECKING:
    from collections.abc import Callable

TABLES = """\
softmax-1layer with sgd on iris: 2 epochs, batch size 32, seed 42

Layer    Type     Output shape  Parameters  FLOPs  Settings
──────────────────────────────────────────────────────────────────────────────────
flatten  Flatten  (None, 4)              0      0
output   Head     (None, 3)             15     24  logits=False (3 units, softmax)
──────────────────────────────────────────────────────────────────────────────────
Total                                   15     24  60 B

Loss sparse_categorical_crossentropy.

Epoch    loss  accuracy  val_loss  val_accuracy   Time
──────────────────────────────────────────────────────────────────
    1  #.####    #.####    #.####        #.####  #.# s
    2  #.####    #.####    #.####        #.####  #.# s  best, kept

Split       Rows    loss  accuracy
──────────────────────────────────
validation    24  #.####    #.####
test          30  #.####    #.####

Run #### completed in #.# s: runs/##-softmax-1layer-sgd-####
"""


def without_figures(text: str) -> str:
    """Replace measured numbers and the run's id by #."""
    text = re.sub(r"\d{8}T\d{6}Z", "##", text)
    text = re.sub(r"(?<=sgd-)[0-9a-f]{4}|(?<=^Run )[0-9a-f]{4}", "####", text, flags=re.MULTILINE)
    text = re.sub(r"\b\d\.\d{4}\b", "#.####", text)
    return re.sub(r"\b\d+\.\d s\b", "#.# s", text)


def test_train_prints_layers_epochs_splits_and_the_path(zoo: Callable) -> None:
    """The tables are on stdout; the progress is on stderr, one line per epoch."""
    code, out, err = zoo(*IRIS)
    assert code == 0
    assert without_figures(out) == TABLES
    assert [line.split("  ")[0] for line in err.splitlines()] == [
        "softmax-1layer with sgd on iris: 2 epochs, batch size 32, seed 42",
        err.splitlines()[1],
        "epoch 1/2",
        "epoch 2/2",
    ]
    assert err.splitlines()[1].startswith("96 training, 24 validation, 30 test rows; found in scikit-learn ")


def test_json_is_the_record(zoo: Callable) -> None:
    """Stdout has the documented keys and equals run.json."""
    code, out, _ = zoo(*IRIS, "--json")
    document = json.loads(out)
    assert code == 0
    assert {
        name: document[name] for name in ("status", "model", "optimizer", "dataset", "backend", "seed")
    } == {
        "status": "completed",
        "model": "softmax-1layer",
        "optimizer": "sgd",
        "dataset": "iris",
        "backend": "tensorflow",
        "seed": 42,
    }
    assert (document["parameters"], document["epochs"]) == (15, 2)
    assert list(document["history"]) == ["loss", "accuracy", "val_loss", "val_accuracy"]
    assert {split: list(values) for split, values in document["metrics"].items()} == {
        "validation": ["loss", "accuracy"],
        "test": ["loss", "accuracy"],
    }
    assert json.loads(json.dumps({"schema": 1, **read_record(Path(document["path"])).to_json()})) == document


def test_quiet_prints_the_path_only(zoo: Callable) -> None:
    """So a shell script can use the output."""
    code, out, err = zoo(*IRIS, "--quiet")
    assert (code, err) == (0, "")
    assert [str(path) for path in Path("runs").iterdir()] == out.splitlines()


@pytest.mark.long
def test_name_and_tags_are_in_the_record_and_the_list(zoo: Callable) -> None:
    """The run is found by its name; a plan may have them too."""
    _, out, _ = zoo(*IRIS, "--name", "base", "--tag", "paper", "--tag", "slow")
    record = read_record(next(Path("runs").iterdir()))
    assert (record.name, record.tags) == ("base", ["paper", "slow"])
    assert f"\nRun {record.id[-4:]} (base) completed in " in out
    again = json.loads(zoo("train", f"{record.path}/plan.toml", "--name", "again", "--json").out)
    assert (again["name"], again["tags"]) == ("again", [])
    assert json.loads(zoo("runs", "--name", "base", "--json").out) == [{"schema": 1, **record.to_json()}]


def test_progress_jsonl_prints_one_json_line_per_epoch(zoo: Callable) -> None:
    """The lines are on stderr."""
    _, _, err = zoo(*IRIS, "--progress", "jsonl")
    lines = [json.loads(line) for line in err.splitlines()]
    assert [(line["epoch"], line["epochs"]) for line in lines] == [(1, 2), (2, 2)]
    assert list(lines[0]) == ["epoch", "epochs", "loss", "accuracy", "val_loss", "val_accuracy", "seconds"]


def test_a_loss_that_is_not_finite_fails_the_run(zoo: Callable) -> None:
    """The exit code is 1, and `--json` prints the record."""
    wild = ("--dataset", "digits", "--optimizer", "sgd", "--set", "optimizer.learning_rate=1e20", "--json")
    code, out, err = zoo("train", "relu-flatten", *wild)
    assert code == 1
    assert json.loads(out)["status"] == "failed"
    assert re.fullmatch(
        r"error: loss became \w+ in epoch 1, by step \d+; [0-9a-f]{4} is kept as failed; try a smaller learning rate",
        err.splitlines()[-1],
    )


@pytest.mark.long
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_interrupts_the_run_within_a_block(tmp_path: Path, number: int, code: int) -> None:
    """Complete epochs are kept; the exit code is the shell's code for the signal."""
    command = [*COMMAND, "train", "relu-flatten", "--dataset"]
    command += ["fashion-mnist-sample", "--epochs", "10000", "--execution", "loop", "--json"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("epoch 2/"):
                break
        time.sleep(0.1)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    record = json.loads(out)
    assert (process.returncode, record["status"]) == (code, "interrupted")
    assert len(record["history"]["loss"]) >= 2
    assert "stopping after these steps; press Ctrl-C again to stop immediately" in err.splitlines()
    assert read_record(tmp_path / record["path"]).status == "interrupted"
