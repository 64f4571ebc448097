"""`zoo runs`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.zoo.runs.records import HOLD, write_run
from zoo.cli.commands import runs as module
from zoo.runs import RunRecord, read_record
from zoo.runs.listing import STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHORTER: dict[str, Any] = {
    "history": {"loss": [0.5], "accuracy": [0.8], "val_loss": [0.4488], "val_accuracy": [0.8363]},
    "epoch_seconds": [1.0],
    "best_epoch": 1,
    "kept_epoch": 1,
    "epochs": 5,
    "metrics": {},
}
DIABETES: dict[str, Any] = {
    "history": {"val_loss": [4000.5], "val_mean_absolute_error": [55.125]},
    "epoch_seconds": [1.0],
    "kept_epoch": 1,
    "dataset": "diabetes",
    "epochs": 1,
    "metrics": {"validation": {"loss": 4000.5, "mean_absolute_error": 55.125}},
    "noun": "rows",
}
TABLE = """\
Run   Status       Model         Optimizer  Dataset        Epochs  val_loss  val_accuracy  best val_loss       Began
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
b07d  running      relu-dropout  adam       fashion-mnist     0/5         –             –                      16:41
81c2  interrupted  relu-dropout  rmsprop    fashion-mnist     1/5    0.4488        0.8363                      16:33
3f9a  completed    relu-dropout  rmsprop    fashion-mnist     2/2    0.4046        0.8589         0.3651       00:30
e5d1  failed       relu-flatten  rmsprop    fashion-mnist     1/5    0.4488        0.8363                      11-21
0d1a  completed    relu-dropout  rmsprop    diabetes          1/1   4,000.5             –                      11-20
c4aa  unreadable   –             –          –                   –         –             –                 2025-11-21
"""
NOTE = "note: e5d1 failed: loss became nan in epoch 2; c4aa: run.json is truncated after 1,204 bytes\n"


@pytest.fixture
def runs(zoo: Callable, _now: None) -> Iterator[Path]:
    """A run of each status, and one of a regression."""
    folder = Path("runs")
    write_run(folder, "20261121T233000Z-3f9a")
    write_run(folder, "20261122T153300Z-81c2", **SHORTER | {"status": "running"})
    failed = {"status": "failed", "model": "relu-flatten", "error": "loss became nan in epoch 2"}
    write_run(folder, "20261121T120000Z-e5d1", **SHORTER | failed)
    write_run(folder, "20261120T120000Z-0d1a", **DIABETES)
    torn = write_run(folder, "20251121T120000Z-c4aa") / "run.json"
    torn.write_bytes(torn.read_bytes()[:1204])
    begun = {"status": "running", "optimizer": "adam", "history": {}, "epoch_seconds": [], "epochs": 5}
    running = write_run(
        folder, "20261122T154100Z-b07d", **begun | {"best_epoch": None, "kept_epoch": None, "metrics": {}}
    )
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(running)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield folder
        holder.kill()


def test_runs_are_listed_newest_first(zoo: Callable, runs: Path) -> None:
    """The metrics are those of the kept epoch; a note has the errors."""
    assert zoo("runs") == (0, TABLE, NOTE)
    assert zoo("runs", "--runs-dir", str(runs.absolute())) == (0, TABLE, NOTE)


def test_json_is_a_list_of_records(zoo: Callable, runs: Path) -> None:
    """An unreadable run has its error; a run whose process has ended is interrupted."""
    code, out, err = zoo("runs", "--json")
    document = json.loads(out)
    assert (code, err) == (0, "")
    assert [each["id"][-4:] for each in document] == ["b07d", "81c2", "3f9a", "e5d1", "0d1a", "c4aa"]
    torn = "20251121T120000Z-relu-dropout-rmsprop-c4aa"
    error = "run.json is truncated after 1,204 bytes"
    assert document.pop() == {
        "id": torn,
        "path": f"runs/{torn}",
        "status": "unreadable",
        "error": error,
    }
    assert document == [{"schema": 1, **read_record(Path(each["path"])).to_json()} for each in document]


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (["--status", "failed", "--status", "unreadable"], ["e5d1", "c4aa"]),
        (["--model", "relu-f*"], ["e5d1"]),
        (["--model", "relu-*", "--optimizer", "adam"], ["b07d"]),
        (["--dataset", "diabetes"], ["0d1a"]),
        (["--sort", "val_loss"], ["3f9a", "81c2", "e5d1", "0d1a", "b07d", "c4aa"]),
        (["--sort", "val_accuracy", "--status", "completed"], ["3f9a", "0d1a"]),
    ],
)
def test_runs_are_filtered_and_sorted(
    zoo: Callable, runs: Path, arguments: list[str], ids: list[str]
) -> None:
    """The options have the same effect on the table and on JSON."""
    code, out, _ = zoo("runs", *arguments)
    assert (code, [line.split()[0] for line in out.splitlines()[2:]]) == (0, ids)
    assert [each["id"][-4:] for each in json.loads(zoo("runs", *arguments, "--json").out)] == ids


def test_unreadable_runs_are_reported_when_filtering_by_name(zoo: Callable, runs: Path) -> None:
    """An unreadable run may have the name."""
    note = "note: c4aa: run.json is truncated after 1,204 bytes\n"
    assert zoo("runs", "--dataset", "diabetes").err == note
    assert zoo("runs", "--dataset", "diabetes", "--json").err == note


def test_filters_without_a_match_are_a_note_with_a_suggestion(zoo: Callable, runs: Path) -> None:
    """The exit code is 0."""
    note = "note: none of 6 runs in runs/ matches; did you mean --model relu-flatten?\n"
    assert zoo("runs", "--model", "relu-flaten", "--status", "failed") == (0, "", note)
    note = "note: none of 6 runs in runs/ matches\n"
    assert zoo("runs", "--status", "failed", "--dataset", "diabetes") == (0, "", note)
    assert zoo("runs", "--status", "failed", "--dataset", "diabetes", "--json") == (0, "[]\n", "")


def test_a_missing_or_empty_folder_of_runs_is_a_note(zoo: Callable) -> None:
    """The default folder does not have to exist: exit code 0."""
    note = "note: there is no run in runs/; zoo train makes one\n"
    assert zoo("runs") == (0, "", note)
    Path("runs").mkdir()
    assert zoo("runs") == (0, "", note)
    assert zoo("runs", "--json") == (0, "[]\n", "")


@pytest.mark.usefixtures("_now")
def test_failed_runs_are_listed_in_rows(zoo: Callable) -> None:
    """The first twenty have a row each."""
    for number in range(30):
        write_run(Path("runs"), f"20261122T1200{number:02}Z-00{number:02}", status="failed", error="no space")
    lines = zoo("runs").err.splitlines()
    assert lines[:2] == ["note: 30 runs failed or can't be read", "      0029         failed: no space"]
    assert (len(lines), lines[-1].split()) == (22, ["and", "10", "more"])


@pytest.mark.usefixtures("_now")
def test_runs_with_the_same_digits_have_their_full_ids(zoo: Callable) -> None:
    """Also if only one of them is listed."""
    for day in (20, 21):
        write_run(Path("runs"), f"202611{day}T120000Z-3f9a", model="ab"[day - 20])
    lines = zoo("runs", "--model", "b").out.splitlines()
    assert lines[2].split()[0] == "20261121T120000Z-relu-dropout-rmsprop-3f9a"


@pytest.mark.usefixtures("_now")
def test_control_characters_in_a_record_are_escaped(zoo: Callable) -> None:
    """A copied record may contain any text."""
    write_run(
        Path("runs"),
        "20261122T120000Z-3f9a",
        model="\x1b[31mred\u202e",
        status="failed",
        error="\x07",
        noun="\x1b[31mrows",
        name="\x1b[31mname",
        tags=["\x1b[31mtag"],
        changes={"\x1b[31mpath": ["\x1b[31mvalue"]},
    )
    _, out, err = zoo("runs")
    assert r"\x1b[31mred\u202e" in out
    assert "\x1b" not in out
    assert err == "note: 3f9a failed: \\x07\n"
    shown = zoo("runs", "show", "3f9a")
    assert r"\x1b[31mrows" in shown.out.lower()
    assert "\x1b" not in shown.out + shown.err


SHOWN = """\
relu-dropout with rmsprop on fashion-mnist: 2 epochs, batch size 32, seed 42

Layer   Type  Output shape  Parameters  FLOPs  Settings
───────────────────────────────────────────────────────────────────────────────
output  Head  (None, 10)           803  1,600  logits=False (10 units, softmax)
───────────────────────────────────────────────────────────────────────────────
Total                              803  1,600  3.1 KB

Epoch    loss  accuracy  val_loss  val_accuracy   Time
────────────────────────────────────────────────────────────
    1  0.5892    0.7921    0.3651        0.8738  1.5 s  best
    2  0.4462    0.8410    0.4046        0.8589  0.5 s  kept

Split       Images    loss  accuracy
────────────────────────────────────
validation  12,000  0.4046    0.8589
test        10,000  0.3915    0.8675

Run 3f9a completed in 6.8 s: runs/20261121T233000Z-relu-dropout-rmsprop-3f9a
"""


def test_show_prints_what_train_printed(zoo: Callable, runs: Path) -> None:
    """The run is found by its digits or path, also in another folder of runs."""
    assert zoo("runs", "show", "3f9a") == (0, SHOWN, "")
    assert zoo("runs", "show", "runs/20261121T233000Z-relu-dropout-rmsprop-3f9a").out == SHOWN
    runs.rename("others")
    moved = SHOWN.replace("runs/", "others/")
    assert zoo("runs", "show", "3f9a", "--runs-dir", "others").out == moved
    assert zoo("runs", "--runs-dir", "others", "show", "3f9a").out == moved


def test_show_json_is_the_record(zoo: Callable, runs: Path) -> None:
    """`--json` may come before or after `show`."""
    code, out, err = zoo("runs", "show", "81c2", "--json")
    path = "runs/20261122T153300Z-relu-dropout-rmsprop-81c2"
    assert (code, err) == (0, "")
    assert json.loads(out) == {"schema": 1, **read_record(Path(path)).to_json()}
    assert json.loads(out)["status"] == "interrupted"
    assert zoo("runs", "--json", "show", "81c2").out == out


def test_show_has_the_error_of_a_failed_run(zoo: Callable, runs: Path) -> None:
    """It also has the number of complete epochs; the exit code is 0."""
    code, out, err = zoo("runs", "show", "e5d1")
    ending = "Run e5d1 failed, 1 of 5 epochs complete: runs/20261121T120000Z-relu-dropout-rmsprop-e5d1"
    assert (code, out.splitlines()[-1]) == (0, ending)
    assert err == "note: e5d1 failed: loss became nan in epoch 2\n"


@pytest.mark.parametrize(
    ("code", "arguments", "sentence"),
    [
        (2, "3f9a", "no command is called '3f9a'; did you mean zoo runs show 3f9a?"),
        (2, "relu-*", "no command is called 'relu-*'; did you mean zoo runs --model 'relu-*'?"),
        (2, "shwo 3f9a", "no command is called 'shwo'; did you mean zoo runs show?"),
        (2, "--statu failed", "no option is called --statu; did you mean --status?"),
        (2, "--sort loss", f"--sort loss is not known; wanted one of {', '.join(module.ORDERS)}"),
        (2, "--tag a --name b show 3f9a", "--name and --tag can't be used with zoo runs show; wanted RUN"),
        (2, "--status failed show 3f9a", "--status can't be used with zoo runs show; wanted RUN"),
        (2, "show", "argument RUN is missing; see zoo runs show --help"),
        (2, "show 3f9b", "no run in runs/ ends in '3f9b'; did you mean 3f9a (relu-dropout with rmsprop, "),
        (
            1,
            "show c4aa",
            "runs/20251121T120000Z-relu-dropout-rmsprop-c4aa can't be shown: run.json is truncated",
        ),
        (2, "remove", "argument RUN... is missing; see zoo runs remove --help"),
        (2, "remove 3f9a", "there is no terminal to confirm on; pass --yes"),
        (2, "--runs-dir nowhere", "there is no folder nowhere; zoo train makes one, and --runs-dir names "),
        (2, "--runs-dir=", "--runs-dir '' is not a path; wanted the path of a folder"),
    ],
)
def test_an_error_is_one_sentence(
    zoo: Callable, runs: Path, code: int, arguments: str, sentence: str
) -> None:
    """Nothing is printed on stdout."""
    said = zoo("runs", *arguments.split(" "))
    assert (said.code, said.out, said.err.count("\n")) == (code, "", 1)
    assert said.err.startswith(f"error: {sentence}")


def test_yes_removes_runs_without_confirmation(zoo: Callable, runs: Path) -> None:
    """A run that is named twice is removed once; unreadable runs can be removed."""
    before = set(os.listdir(runs))
    torn = "20251121T120000Z-relu-dropout-rmsprop-c4aa"
    whole = "20261121T233000Z-relu-dropout-rmsprop-3f9a"
    said = f"Run c4aa removed: runs/{torn}\nRun 3f9a removed: runs/{whole}\n"
    assert zoo("runs", "remove", "--yes", "c4aa", "3f9a", torn, f"{runs.absolute()}/{whole}") == (0, said, "")
    assert before - set(os.listdir(runs)) == {torn, whole}


def test_nothing_is_removed_if_a_run_is_running_or_unknown(zoo: Callable, runs: Path) -> None:
    """All runs are checked before the first is removed."""
    before = os.listdir(runs)
    said = (
        "error: b07d (relu-dropout with adam, 16:41) is running and nothing was removed; "
        "Ctrl-C stops a training\n"
    )
    assert zoo("runs", "remove", "--yes", "3f9a", "b07d") == (1, "", said)
    assert zoo("runs", "remove", "--yes", "3f9a", "zzzz").code == 2
    assert os.listdir(runs) == before


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1), ("\n", 1)])
def test_removal_is_confirmed_on_a_terminal(
    zoo: Callable, runs: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    """Only an explicit yes removes the runs."""
    asked: list[str] = []

    def confirm(question: str, *, err: bool) -> bool:
        asked.append(question)
        return answer == "y\n"

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.confirm", confirm)
    said = zoo("runs", "remove", "3f9a", "e5d1")
    assert asked == [
        "Remove 3f9a (relu-dropout with rmsprop, 00:30) and e5d1 (relu-flatten with rmsprop, 11-21)?"
    ]
    assert (said.code, said.err) == (code, "note: nothing was removed\n" if code else "")
    assert len(os.listdir(runs)) == (6 if code else 4)


@pytest.mark.usefixtures("_now")
def test_a_thousand_runs_are_listed_without_parsing_records(
    zoo: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Converting each to a RunRecord would take ten times as long."""
    monkeypatch.setattr(RunRecord, "from_json", None)
    for number in range(1000):
        write_run(Path("runs"), f"20261122T12{number // 60:02}{number % 60:02}Z-{number:04x}")
    assert len(zoo("runs").out.splitlines()) == 1002


def test_the_command_and_the_listing_have_the_same_statuses() -> None:
    """The command has a separate list, so that `--help` does not import the records."""
    assert module.STATUSES == STATUSES
