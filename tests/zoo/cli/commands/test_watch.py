"""`zoo watch`."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from tests.zoo.reports.samples import swept
from tests.zoo.runs.records import RECORD, write_run
from zoo.cli import watch_display
from zoo.runs import RunDirectory, read_record
from zoo.runs.rename import rename
from zoo.runs.watch import Observed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BEGUN: dict[str, Any] = {"status": "running", "epochs": 2, "metrics": {}, "history": {}, "epoch_seconds": []}
BEGUN |= {"best_epoch": None, "kept_epoch": None, "source": "here"}
HEADING = """\
relu-dropout with rmsprop on fashion-mnist: 2 epochs, batch size 32, seed 42
48,000 training, 12,000 validation, 10,000 test images; found in here
"""
EPOCHS = """\
epoch 1/2  loss 0.5892  accuracy 0.7921  val_loss 0.3651  val_accuracy 0.8738  1.5 s
epoch 2/2  loss 0.4462  accuracy 0.8410  val_loss 0.4046  val_accuracy 0.8589  0.5 s
"""


@pytest.fixture
def run(zoo: Callable, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunDirectory]:
    """A run that makes a step whenever the watch waits: two epochs, then its end."""
    with RunDirectory(write_run(Path("runs"), "20201122T120000Z-3f9a", **BEGUN)) as folder:
        steps = iter(range(1, 4))

        def train(_: float) -> None:
            done = next(steps, 3)
            record = replace(RECORD, id=folder.path.name, source="here")
            history = {name: values[:done] for name, values in record.history.items()}
            epochs = record.after(history, record.epoch_seconds[:done], "last")
            is_over = done == 3
            folder.write_record(record if is_over else replace(epochs, status="running", metrics={}))

        monkeypatch.setattr(watch_display.time, "sleep", train)
        yield folder


def test_each_new_epoch_is_a_line(zoo: Callable, run: RunDirectory) -> None:
    """Without a name, the newest unfinished run is watched, until it ends."""
    write_run(Path("runs"), "20201122T120100Z-0001")
    end = f"Run 3f9a completed in 6.8 s: {run.path}\n"
    assert zoo("watch") == (0, HEADING + EPOCHS + end, "")


def test_a_run_that_has_ended_is_shown_once(zoo: Callable) -> None:
    """Here a failed one; the exit code is that of watching."""
    write_run(Path("runs"), "20201122T120000Z-3f9a", source="here", status="failed", error="loss became nan")
    code, out, err = zoo("watch", "last")
    assert (code, out.splitlines()[:2], err) == (
        0,
        HEADING.splitlines(),
        "note: 3f9a failed: loss became nan\n",
    )


def test_an_interrupt_ends_the_watching(
    zoo: Callable, run: RunDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The training goes on."""

    def press(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(watch_display.time, "sleep", press)
    assert zoo("watch", "3f9a") == (130, HEADING, "no longer watching; the training goes on\n")
    assert read_record(run.path).status == "running"


@pytest.mark.parametrize("is_sweep", [False, True])
def test_the_page_of_a_training_that_has_ended_is_left(
    zoo: Callable, monkeypatch: pytest.MonkeyPatch, *, is_sweep: bool
) -> None:
    """It is not said that the training goes on; a sweep with a run that was not trained has ended too."""

    def press(_: object, __: float = 0.5) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("http.server.ThreadingHTTPServer.serve_forever", press)
    name = (
        swept(Path("runs"), missing=1).path if is_sweep else write_run(Path("runs"), "20201122T120000Z-3f9a")
    )
    code, _, err = zoo("watch", str(name), "--serve")
    assert (code, err.splitlines()[-1]) == (130, "no longer watching")


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        ([], 1, "no run in runs/ is being trained; zoo watch last shows the newest"),
        (["3f9b"], 2, "no run in runs/ ends in '3f9b'; did you mean 3f9a"),
        (
            ["--serve", "last"],
            2,
            "--serve last is not a port; wanted a port from 0 to 65,535, or RUN before --serve",
        ),
        (["--serve", "70000"], 2, "--serve 70000 is not a port"),
    ],
)
def test_what_can_not_be_watched_is_an_error(
    zoo: Callable, arguments: list[str], code: int, error: str
) -> None:
    """In one sentence."""
    write_run(Path("runs"), "20201122T120000Z-3f9a")
    said = zoo("watch", *arguments)
    assert (said.code, said.out, said.err[: len(error) + 7]) == (code, "", f"error: {error}")


def test_a_sweep_is_a_line_for_each_run(zoo: Callable) -> None:
    """Those that ended before are not repeated; the ranking is below them. It may be given by its name."""
    sweep = swept(Path("runs"))
    rename(sweep.path, "grid")
    code, out, _ = zoo("watch", "grid")
    assert (code, out.splitlines()[0]) == (
        0,
        f"9 runs: 3 models × 1 optimizer × 2 settings × 3 seeds, 2 at a time; sweep 8b1e in {sweep.path.parent}/",
    )
    assert "Rank  Model" in out


def test_the_sweep_of_an_unfinished_run_is_watched(zoo: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its runs end one after another."""
    sweep = swept(Path("runs"), missing=1)
    (first,) = sweep.path.glob("*-0001")
    record = read_record(first)
    with RunDirectory(first) as folder:
        folder.write_record(replace(record, status="running"))
        monkeypatch.setattr(watch_display.time, "sleep", lambda _: folder.write_record(record))
        monkeypatch.setattr("zoo.sweeps.watch.PATIENCE", -1.0)
        lines = zoo("watch").out.splitlines()
    assert lines[1] == "8/9  small adam hidden.units=5 seed 1  completed"


def test_the_display_has_epochs_curves_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a terminal of a few lines, only the newest epochs."""
    monkeypatch.setattr(watch_display.console, "has_blocks", lambda: True)
    history = {"loss": [0.5, 0.25, 0.125, 0.1, 0.1], "val_loss": [0.5, 0.25, 0.3, 0.3, 0.3]}
    record = replace(RECORD, status="running", id="3f9a", epochs=8, history=history, epoch_seconds=[2.0] * 5)
    screen = Console(width=90, height=10, record=True, file=io.StringIO())
    monkeypatch.setattr(watch_display.console, "out", lambda: screen)
    screen.print(watch_display.rendered(Observed(record, 0.5)))
    text = re.sub(" +\n", "\n", screen.export_text())
    assert (
        text.split("\n\n", 1)[1]
        == """\
Epoch    loss  val_loss   Time
──────────────────────────────
    3  0.1250    0.3000  2.0 s
    4  0.1000    0.3000  2.0 s
    5  0.1000    0.3000  2.0 s

loss      █▄▁▁▁  0.1000  best 0.1000 in epoch 4
val_loss  █▁▂▂▂  0.3000  best 0.2500 in epoch 2

3f9a  ━━━━━━━━━━━━━━━━━━━━              5/8 epochs  5.5 s left
"""
    )


def test_records_are_not_changed(zoo: Callable) -> None:
    """Nor is a file written."""
    path = write_run(Path("runs"), "20201122T120000Z-3f9a")
    before = json.loads((path / "run.json").read_text())
    assert zoo("watch", "3f9a").code == 0
    assert (json.loads((path / "run.json").read_text()), [*path.iterdir()]) == (before, [path / "run.json"])
