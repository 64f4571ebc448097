"""`zoo runs` of runs with names, tags and settings of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.zoo.cli.samples import NOW
from tests.zoo.runs.records import write_run
from zoo.runs.index import summaries
from zoo.tables.runs import runs as table

if TYPE_CHECKING:
    from collections.abc import Callable


NAMED = """\
Run   Name        Status     Model         Optimizer  Dataset        Tags         Epochs  val_loss  val_accuracy  best val_loss  Began
──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
a914  base        completed  relu-dropout  rmsprop    fashion-mnist  paper, slow     2/2    0.4046        0.8589         0.3651  11-21
819a  no dropout  completed  relu-dropout  rmsprop    fashion-mnist  paper           2/2    0.4046        0.8589         0.3651  11-20
3f9a              completed  relu-dropout  rmsprop    fashion-mnist                  2/2    0.4046        0.8589         0.3651  11-19
"""


@pytest.fixture
def _named(zoo: Callable, _now: None) -> None:
    """Three runs, of which two have a name and tags."""
    write_run(Path("runs"), "20261119T120000Z-3f9a")
    write_run(Path("runs"), "20261120T120000Z-819a", name="no dropout", tags=["paper"])
    write_run(Path("runs"), "20261121T120000Z-a914", name="base", tags=["paper", "slow"])


@pytest.mark.usefixtures("_named")
def test_names_and_tags_have_columns(zoo: Callable) -> None:
    """The columns are left out if no run has a name or a tag."""
    assert zoo("runs") == (0, NAMED, "")


@pytest.mark.usefixtures("_named")
@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (["--name", "BASE"], ["a914"]),
        (["--name", "no *", "--name", "base"], ["a914", "819a"]),
        (["--tag", "paper"], ["a914", "819a"]),
        (["--tag", "pap*", "--tag", "slow"], ["a914"]),
    ],
)
def test_runs_are_filtered_by_name_and_tags(zoo: Callable, arguments: list[str], ids: list[str]) -> None:
    """One of several names has to match, and all of several tags."""
    assert [each["id"][-4:] for each in json.loads(zoo("runs", *arguments, "--json").out)] == ids


@pytest.mark.usefixtures("_named")
def test_an_unknown_tag_or_name_has_a_suggestion(zoo: Callable) -> None:
    """It is the nearest one of any run."""
    for option, given, meant in (("tag", "papr", "paper"), ("name", "bsae", "base")):
        note = f"note: none of 3 runs in runs/ matches; did you mean --{option} {meant}?\n"
        assert zoo("runs", f"--{option}", given) == (0, "", note)


@pytest.mark.usefixtures("_now")
def test_settings_that_differ_from_the_defaults_have_a_column(zoo: Callable) -> None:
    """They are read from the record: a damaged plan hides nothing. In a narrow terminal, they go first."""
    changes = {"hidden.units": 200, "optimizer.learning_rate": 0.01, "epochs": 10}
    path = write_run(Path("runs"), "20261119T120000Z-3f9a", changes=changes)
    (path / "plan.toml").write_text("damaged")
    write_run(Path("runs"), "20261118T120000Z-a914")
    head, _, first, second = zoo("runs").out.splitlines()
    cells = [line[head.index("Settings") : head.index("Epochs")].strip() for line in (first, second)]
    assert cells == ["hidden.units 200, lr 0.01, epochs 10", ""]
    rows = summaries(Path("runs"))
    grid = table(rows, [each.id for each in rows], NOW)
    assert (grid.fit(150).dropped, grid.fit(110).dropped) == ((), ("Settings",))


@pytest.mark.usefixtures("_now")
@pytest.mark.parametrize(
    ("key", "value"), [("changes", "text"), ("tags", ["a", 1]), ("tags", "a"), ("name", None)]
)
def test_a_damaged_name_tag_or_setting_is_reported(zoo: Callable, key: str, value: Any) -> None:
    """The run is listed as unreadable; a record without these keys is not damaged."""
    file = write_run(Path("runs"), "20261119T120000Z-3f9a") / "run.json"
    whole = json.loads(file.read_text())
    file.write_text(json.dumps(whole | {key: value}))
    note = f"note: 3f9a: run.json is not a valid record: {key} is missing or damaged\n"
    assert zoo("runs").err == note
    file.write_text(json.dumps({name: whole[name] for name in whole if name != key}))
    assert zoo("runs").err == ""
