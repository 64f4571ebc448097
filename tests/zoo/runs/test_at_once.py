"""Many processes in one folder of runs: each has its own run, and readers see all of them."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.zoo.runs.records import RECORD
from zoo.runs import read_record
from zoo.runs.checkpoint import read
from zoo.runs.index import summaries

if TYPE_CHECKING:
    from pathlib import Path

TRAINERS, RUNS, EPOCHS = 16, 4, 5

TRAINER = """\
import dataclasses, json, sys
from pathlib import Path
from zoo.runs import RunDirectory, RunRecord
from zoo.runs.checkpoint import Checkpoint
from zoo.weights.array import Array

runs, record = Path(sys.argv[1]), RunRecord.from_json(json.loads(sys.argv[2]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[4])):
    mine = dataclasses.replace(record, seed=int(sys.argv[3]), batch_size=number + 1, status="running")
    mine = dataclasses.replace(mine, history={}, epoch_seconds=[], best_epoch=None, kept_epoch=None)
    with RunDirectory.create(runs, "net-sgd", mine, "a plan") as folder:
        mine = dataclasses.replace(mine, id=folder.path.name)
        for epoch in range(1, int(sys.argv[5]) + 1):
            losses = [mine.seed / each for each in range(1, epoch + 1)]
            mine = mine.after({"loss": losses, "val_loss": losses}, [0.5] * epoch, "best")
            weights = Array("w", "int32", (1,), mine.seed.to_bytes(4, "little"))
            whole = Checkpoint(epoch, (weights,), (), mine.history, mine.epoch_seconds, ["x"] * epoch)
            folder.append("metrics.jsonl", {"epoch": epoch, "seed": mine.seed})
            folder.write_checkpoint(whole, best=f"best-{epoch:04}.zoo")
            folder.write_record(mine)
        folder.write_record(dataclasses.replace(mine, status="completed"))
"""


@pytest.mark.long
def test_sixteen_writers_and_a_reader_do_not_interfere(tmp_path: Path) -> None:
    """Every run is complete and from one writer; none is ever unreadable or looks interrupted."""
    runs = tmp_path / "runs"
    runs.mkdir()
    record = json.dumps(RECORD.to_json())
    trainers = [
        subprocess.Popen(
            [sys.executable, "-c", TRAINER, str(runs), record, str(seed), str(RUNS), str(EPOCHS)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for seed in range(1, TRAINERS + 1)
    ]  # fmt: skip
    seen: set[tuple[str, str]] = set()
    for each in trainers:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in trainers:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    while any(each.poll() is None for each in trainers):
        seen |= {(each.status, each.error) for each in summaries(runs)}
    for each in trainers:
        each.communicate()
    folders = sorted(runs.iterdir())
    found = [read_record(each) for each in folders]
    expected = [(seed, number) for seed in range(1, TRAINERS + 1) for number in range(1, RUNS + 1)]
    assert [each.returncode for each in trainers] == [0] * TRAINERS
    assert sorted((each.seed, each.batch_size) for each in found) == expected
    assert {(each.status, each.complete_epochs) for each in found} == {("completed", EPOCHS)}
    for folder, each in zip(folders, found, strict=True):
        checkpoint = read(folder / "checkpoint.zoo")
        lines = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
        assert [(line["epoch"], line["seed"]) for line in lines] == [
            (n + 1, each.seed) for n in range(EPOCHS)
        ]
        assert (checkpoint.history, checkpoint.model[0].content) == (
            each.history,
            each.seed.to_bytes(4, "little"),
        )
        assert sorted(file.name for file in folder.iterdir()) == [
            "best-0005.zoo", "checkpoint.zoo", "metrics.jsonl", "plan.toml", "run.json",
        ]  # fmt: skip
    assert seen <= {("running", ""), ("completed", "")}
