"""Many trainings at once in one folder of runs, each in its own process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zoo.runs import read_record
from zoo.runs.checkpoint import read
from zoo.runs.index import summaries
from zoo.runs.metrics import read_metrics

ZOO = [sys.executable, "-c", "from zoo.cli.group import main; main()"]


@pytest.mark.parametrize(
    "pairs", [pytest.param(2, marks=pytest.mark.long), pytest.param(8, marks=pytest.mark.soak)]
)
def test_trainings_and_a_reader_do_not_interfere(tmp_path: Path, pairs: int) -> None:
    """Only the two runs of each seed are bit-identical; the reader sees no incomplete run."""
    runs = tmp_path / "runs"
    runs.mkdir()
    asked = ["train", "relu-dropout", "--dataset", "iris", "--epochs", "5", "--threads", "1", "--quiet"]
    trainers = [
        subprocess.Popen(
            [*ZOO, *asked, "--runs-dir", str(runs), "--seed", str(number % pairs)],
            stdout=subprocess.PIPE, env=os.environ | {"KERAS_HOME": str(tmp_path / "keras")}, text=True,
        )
        for number in range(2 * pairs)
    ]  # fmt: skip
    seen: set[tuple[str, str]] = set()
    while any(each.poll() is None for each in trainers):
        seen |= {(each.status, each.error) for each in summaries(runs)}
        time.sleep(0.02)  # the trainings need the processors
    paths = [Path(each.communicate()[0].strip()) for each in trainers]
    assert [each.returncode for each in trainers] == [0] * 2 * pairs
    assert sorted(paths) == sorted(runs.iterdir())
    records = [read_record(path) for path in paths]
    assert [each.seed for each in records] == [number % pairs for number in range(2 * pairs)]
    digests = []
    for path, record in zip(paths, records, strict=True):
        state, rows = read(path / "checkpoint.zoo"), read_metrics(path)
        assert (record.status, record.history) == ("completed", state.history)
        assert [row["digest"] for row in rows] == state.digests
        digests.append(json.dumps(state.digests))
    assert digests[:pairs] == digests[pairs:]
    assert len(set(digests)) == pairs
    assert seen <= {("running", ""), ("completed", "")}
