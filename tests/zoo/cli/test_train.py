"""`zoo train`."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zoo.builtin.datasets import fashion_mnist
from zoo.run import read_record

if TYPE_CHECKING:
    from collections.abc import Callable

IRIS = ("train", "softmax-1layer", "--dataset", "iris", "--optimizer", "sgd", "--epochs", "2")

TABLES = """\
softmax-1layer with sgd on iris: 2 epochs, batch size 32, seed 42

Layer    Type     Output shape  Parameters  FLOPs  Settings
──────────────────────────────────────────────────────────────────────────────────
flatten  Flatten  (None, 4)              0      0
output   Head     (None, 3)             15     24  logits=False (3 units, softmax)
──────────────────────────────────────────────────────────────────────────────────
Total                                   15     24  60 B

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
    """Measured figures and the run's own name as #."""
    text = re.sub(r"\d{8}T\d{6}Z", "##", text)
    text = re.sub(r"(?<=sgd-)[0-9a-f]{4}|(?<=^Run )[0-9a-f]{4}", "####", text, flags=re.MULTILINE)
    text = re.sub(r"\b\d\.\d{4}\b", "#.####", text)
    return re.sub(r"\b\d+\.\d s\b", "#.# s", text)


def test_training_ends_with_layers_epochs_splits_and_where_the_run_lies(zoo: Callable) -> None:
    """On stdout, whole; and on stderr what a pipe is told while it goes on."""
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


def test_json_is_the_record_and_nothing_else(zoo: Callable) -> None:
    """With the fields of the contract, and equal to what lies in the run's folder."""
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


def test_quiet_prints_the_path_alone(zoo: Callable) -> None:
    """So that a shell can take it."""
    code, out, err = zoo(*IRIS, "--quiet")
    assert (code, err) == (0, "")
    assert [str(path) for path in Path("runs").iterdir()] == out.splitlines()


def test_progress_jsonl_is_a_line_of_json_an_epoch(zoo: Callable) -> None:
    """On stderr, for a program that watches."""
    _, _, err = zoo(*IRIS, "--progress", "jsonl")
    lines = [json.loads(line) for line in err.splitlines()]
    assert [(line["epoch"], line["epochs"]) for line in lines] == [(1, 2), (2, 2)]
    assert list(lines[0]) == ["epoch", "epochs", "loss", "accuracy", "val_loss", "val_accuracy", "seconds"]


def test_a_model_in_a_file_is_trained_under_its_stem(zoo: Callable) -> None:
    """No package is needed."""
    Path("mine.toml").write_text(zoo("show", "relu-dropout", "--toml").out)
    record = json.loads(zoo("train", "./mine.toml", *IRIS[2:], "--json", "--set", "hidden.units=7").out)
    assert (record["model"], record["parameters"]) == ("mine", 4 * 7 + 7 + 7 * 3 + 3)


def test_a_plan_in_a_file_trains_the_same_again(zoo: Callable) -> None:
    """And takes no other settings."""
    first = json.loads(zoo(*IRIS, "--json").out)
    plan = str(Path(first["path"]) / "plan.toml")
    assert json.loads(zoo("train", plan, "--json").out)["history"] == first["history"]
    expected = f"error: --epochs 3 can't change {plan}, a plan, which settles everything\n"
    assert zoo("train", plan, "--epochs", "3") == (2, "", expected)
    others = ("--optimizer", "adam", "--set", "hidden.units=7", "--callback", "a", "--callback", "b")
    expected = (
        "error: --optimizer adam, --callback a, --callback b, --set hidden.units=7 and --epochs 3 "
        f"can't change {plan}, a plan, which settles everything\n"
    )
    assert zoo("train", plan, "--epochs", "3", *others) == (2, "", expected)


def test_a_damaged_plan_is_refused_with_all_that_is_wrong(zoo: Callable) -> None:
    """A row each, before anything is loaded or written."""
    Path("plan.toml").write_text('kerazoo = 1\nkind = "plan"\ncallbacks = [1]\n[data]\nscaling = nan\n')
    expected = """\
error: ./plan.toml has 7 mistakes
       callbacks.0   1    wanted a table
       data.scaling  nan  wanted a table
       data.digest   –    wanted sha256: and 64 digits 0 to f
       model         –    wanted a table
       optimizer     –    wanted a table
       dataset       –    wanted a table
       train         –    wanted a table
"""
    assert zoo("train", "./plan.toml") == (2, "", expected)
    assert [path.name for path in Path().iterdir()] == ["plan.toml"]


@pytest.mark.parametrize("stem", ["a b", "日本", "-x", "x" * 100])
def test_a_model_in_a_file_of_any_name_is_trained(zoo: Callable, stem: str) -> None:
    """Keras and the run's folder get letters and digits; the record and its plan have the name."""
    Path(f"{stem}.toml").write_text(zoo("show", "softmax-1layer", "--toml").out)
    record = json.loads(zoo("train", f"./{stem}.toml", *IRIS[2:-1], "1", "--json").out)
    assert (record["model"], record["status"]) == (stem, "completed")
    assert re.fullmatch(r"[\w.-]{1,150}", Path(record["path"]).name, re.ASCII)
    again = json.loads(zoo("train", f"{record['path']}/plan.toml", "--json").out)
    assert (again["model"], again["history"]) == (stem, record["history"])


def test_a_file_s_name_that_no_table_could_show_is_refused(zoo: Callable) -> None:
    """A model is called as its file."""
    stem = "x" * 101
    Path(f"{stem}.toml").write_text(zoo("show", "softmax-1layer", "--toml").out)
    expected = (
        f"error: the name of {stem}.toml can't be a model's; "
        "wanted text on one line, of 1 to 100 characters, without /\n"
    )
    assert zoo("train", f"./{stem}.toml") == (2, "", expected)


@pytest.fixture
def no_fashion_mnist(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without the full data and without a network."""

    def unreachable(_: Path) -> None:
        raise OSError("no answer (ConnectionError)")

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr(fashion_mnist, "DEBIAN", tmp_path / "usr")
    monkeypatch.setattr(fashion_mnist, "download", unreachable)


@pytest.mark.usefixtures("no_fashion_mnist")
def test_without_fashion_mnist_the_sample_takes_its_place_and_it_is_said(zoo: Callable) -> None:
    """In one line, in the record, and beside the test result."""
    code, out, err = zoo("train", "softmax-1layer", "--epochs", "1")
    assert code == 0
    assert err.splitlines()[0] == (
        "note: fashion-mnist was found nowhere; using fashion-mnist-sample; --dataset fashion-mnist says why"
    )
    assert (
        out.splitlines()[0]
        == "softmax-1layer with rmsprop on fashion-mnist-sample: 1 epoch, batch size 32, seed 42"
    )
    assert "a sample: not to be compared with the full dataset" in out
    record = read_record(next(Path("runs").iterdir()))
    assert (record.dataset, record.examples["training"]) == ("fashion-mnist-sample", 4800)


@pytest.mark.usefixtures("no_fashion_mnist")
def test_fashion_mnist_by_name_lists_the_places_that_were_tried(zoo: Callable) -> None:
    """Four rows below the sentence, exit 1."""
    code, out, err = zoo("train", "softmax-1layer", "--dataset", "fashion-mnist")
    assert (code, out) == (1, "")
    head, *places = err.splitlines()
    assert head == (
        "error: fashion-mnist was found in none of 4 places; --dataset fashion-mnist-sample is always here"
    )
    assert [place.split("  ")[-1].strip() for place in places] == [
        *["no such folder"] * 3,
        "no answer (ConnectionError)",
    ]


MISTAKES = [
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
        "--set optimizer.learning_rate=nan is not finite; wanted a number above 0",
    ),
    (
        ["relu-dropout", "--set", "optimizer.lerning_rate=1"],
        "--set optimizer.lerning_rate=1 names no setting of rmsprop (RMSprop); did you mean optimizer.learning_rate?",
    ),
    (
        ["relu-dropout", "--set", "train.epoch=3"],
        "--set train.epoch=3 names no setting of training; did you mean train.epochs?",
    ),
    (
        ["relu-dropout", "--backend", "tensorfow"],
        "--backend tensorfow is not known; wanted one of tensorflow, jax, torch; did you mean tensorflow?",
    ),
    (["./nope.toml"], "nope.toml can't be read: no such file or directory"),
]


@pytest.mark.parametrize(("arguments", "sentence"), MISTAKES)
def test_a_mistake_is_one_sentence_and_nothing_is_written(
    zoo: Callable, arguments: list[str], sentence: str
) -> None:
    """Exit 2, nothing on stdout, no folder of runs."""
    assert zoo("train", *arguments) == (2, "", f"error: {sentence}\n")
    assert not Path("runs").exists()


def test_no_mistake_waits_for_keras() -> None:
    """All of them in one fresh interpreter, which has not imported Keras at the end."""
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
        (["--runs-dir", "file"], "file can't be written to: it is a file; choose another with --runs-dir"),
        (
            ["--set", "hidden.units=2000000000"],
            r"relu-dropout has 1\d\d,\d\d\d,\d\d\d,\d\d\d parameters, which need .* GB to be trained; this machine has .* GB",
        ),
    ],
)
def test_what_stands_in_the_way_is_one_sentence_and_leaves_no_run(
    zoo: Callable, arguments: list[str], sentence: str
) -> None:
    """Exit 1."""
    Path("file").touch()
    code, out, err = zoo("train", "relu-dropout", "--dataset", "digits", *arguments)
    assert (code, out) == (1, "")
    assert re.fullmatch(f"error: {sentence}", err.splitlines()[-1])
    assert list(Path("runs").glob("*")) == []


def test_a_backend_that_is_not_installed_is_named_with_what_installs_it(
    zoo: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is loaded."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    expected = 'error: the backend jax is not installed; pip install "kerazoo[jax]"\n'
    assert zoo("train", "relu-dropout", "--backend", "jax") == (1, "", expected)


def test_a_backend_that_the_environment_names_is_said_to_be_there(
    zoo: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody typed --backend. Keras is there already in this process, and would answer for itself."""
    monkeypatch.delitem(sys.modules, "keras", raising=False)
    monkeypatch.setenv("KERAS_BACKEND", "numpy")
    expected = "error: KERAS_BACKEND=numpy is not known; wanted one of tensorflow, jax, torch\n"
    assert zoo("train", "relu-flatten") == (2, "", expected)


def test_a_loss_that_is_no_number_ends_with_the_record_of_a_failed_run(zoo: Callable) -> None:
    """Exit 1; with --json the record is printed all the same."""
    wild = ("--dataset", "digits", "--optimizer", "sgd", "--set", "optimizer.learning_rate=1e20", "--json")
    code, out, err = zoo("train", "relu-flatten", *wild)
    assert code == 1
    assert json.loads(out)["status"] == "failed"
    assert re.fullmatch(
        r"error: loss became \w+ in epoch 1, by step \d+; [0-9a-f]{4} is kept as failed; try a smaller learning rate",
        err.splitlines()[-1],
    )


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_within_a_block_and_the_record_says_so(tmp_path: Path, number: int, code: int) -> None:
    """In a process of its own: complete epochs stay, the exit code is the shell's for the signal."""
    command = [
        sys.executable,
        "-c",
        "from zoo.cli.group import main; main()",
        "train",
        "relu-flatten",
        "--dataset",
    ]
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
    assert "stopping after these steps; Ctrl-C again stops at once" in err.splitlines()
    assert read_record(tmp_path / record["path"]).status == "interrupted"
