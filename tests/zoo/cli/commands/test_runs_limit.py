"""How many runs `zoo runs` lists."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.zoo.runs.records import write_run, write_sweep
from zoo.cli import console, runs_list

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def terminal(zoo: Callable, monkeypatch: pytest.MonkeyPatch) -> Callable:
    """The command in a terminal that shows three of five runs."""
    for number in range(5):
        failed = {"status": "failed", "error": "loss became nan"} if number == 0 else {}
        accuracy = {
            "metrics": {
                "validation": {"loss": 0.5, "accuracy": number / 10},
                "test": {"loss": 1, "accuracy": 1},
            }
        }
        write_run(Path("runs"), f"20201122T12000{number}Z-000{number}", **failed, **accuracy)
    monkeypatch.setattr(console, "moves", lambda _: True)
    monkeypatch.setattr(runs_list, "SHOWN", 3)
    return zoo


def ids(out: str) -> list[str]:
    """The ids in the first column of a table."""
    return [line[:4] for line in out.splitlines()[2:]]


def test_a_terminal_shows_the_newest_and_how_many_there_are(terminal: Callable) -> None:
    """Notes are about what is shown."""
    code, out, err = terminal("runs")
    assert (code, ids(out), err) == (
        0,
        ["0004", "0003", "0002"],
        "note: the newest 3 of 5 runs; --limit 5 lists all\n",
    )


def test_all_runs_are_filtered_and_sorted(terminal: Callable) -> None:
    """Before some of them are shown."""
    said = terminal("runs", "--sort", "val_accuracy", "--limit", "1")
    assert (ids(said.out), said.err) == (["0004"], "note: the first 1 of 5 runs; --limit 5 lists all\n")
    assert ids(terminal("runs", "--status", "failed").out) == ["0000"]


def test_a_limit_lists_more_or_less(terminal: Callable) -> None:
    """Without a note if these are all."""
    said = terminal("runs", "--limit", "5")
    assert (ids(said.out), said.err) == (
        ["0004", "0003", "0002", "0001", "0000"],
        "note: 0000 failed: loss became nan\n",
    )


def test_a_sweep_counts_as_one(terminal: Callable) -> None:
    """Its row is one of those that are shown."""
    write_sweep(Path("runs"), "20201122T160000Z-5eed")
    said = terminal("runs")
    assert (ids(said.out), said.err) == (
        ["5eed", "0004", "0003"],
        "note: the newest 3 of 6 runs and sweeps; --limit 6 lists all\n",
    )
    assert [each["id"][-4:] for each in json.loads(terminal("runs", "--json", "--limit", "1").out)] == [
        "5eed"
    ]


def test_json_and_a_pipe_have_all_runs(terminal: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless --limit is given."""
    assert len(json.loads(terminal("runs", "--json").out)) == 5
    assert len(json.loads(terminal("runs", "--json", "--limit", "2").out)) == 2
    monkeypatch.setattr(console, "moves", lambda _: False)
    assert len(ids(terminal("runs").out)) == 5


@pytest.mark.parametrize("value", ["0", "-1", "many", "1e3"])
def test_a_limit_that_is_not_a_number_of_runs_is_refused(terminal: Callable, value: str) -> None:
    """Also for a command of `zoo runs`."""
    assert terminal("runs", f"--limit={value}").err.startswith(f"error: --limit {value} ")
    said = "error: --limit can't be used with zoo runs show; wanted RUN\n"
    assert terminal("runs", "--limit", "3", "show", "0001") == (2, "", said)
