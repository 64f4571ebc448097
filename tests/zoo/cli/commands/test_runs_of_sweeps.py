"""Sweeps where runs are listed, shown, renamed, removed, compared and drawn; nothing is trained here."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from tests.zoo.reports.samples import swept
from tests.zoo.runs.records import write_run, write_sweep
from zoo.api.list_runs import list_runs
from zoo.cli.commands import runs as module
from zoo.cli.commands import runs_remove
from zoo.drawing.png import png_of
from zoo.plan import file as plan_file
from zoo.plan.resolve import find_plan
from zoo.runs import RunDirectory, index, listing

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2020, 11, 22, 17, 0, tzinfo=UTC)
TABLE = """\
Run   Name   Status       Model         Optimizer  Dataset        Settings               Tags   Runs  Epochs  val_loss  val_accuracy  best val_loss  Began
──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
5eed  empty  interrupted  relu-flatten  rmsprop    –                                     paper   0/1                 –             –                 16:00
8b1e         failed       3 models      adam       fashion-mnist  hidden.units, 3 seeds          8/9            0.0900        0.9100         0.6000  15:30
3f9a         completed    relu-dropout  rmsprop    fashion-mnist                                         2/2    0.4046        0.8589         0.3651  11-21
"""


@pytest.fixture
def sweep(zoo: Callable, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sweep of nine runs, of which one failed; a run that is older, and a newer sweep without runs."""
    for each in (module, runs_remove):
        monkeypatch.setattr(each, "_now", lambda: NOW)
    folder = Path("runs")
    write_run(folder, "20201121T120000Z-3f9a")
    write_sweep(folder, "20201122T160000Z-5eed", "relu-flatten", name="empty", tags=["paper"])
    return swept(folder).path


def ids(said: Any) -> list[str]:
    """The first column of a table."""
    return [line.split()[0] for line in said.out.splitlines()[2:]]


def test_a_sweep_has_one_row(zoo: Callable, sweep: Path) -> None:
    """With the number of its complete runs, and the metrics of the best one."""
    assert zoo("runs") == (0, TABLE, "")


def test_the_row_of_a_sweep_is_made_from_the_index(
    zoo: Callable, sweep: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No record is read a second time, and a run that is not there any more does not count."""
    monkeypatch.setattr(index, "ENOUGH", 1)
    monkeypatch.setattr(index, "_may_change_unseen", lambda _: False)
    assert zoo("runs").out == TABLE
    with monkeypatch.context() as patched:
        patched.setattr(listing, "read", None)
        assert zoo("runs") == (0, TABLE, "")
    (best,) = sweep.glob("*-0005")
    shutil.rmtree(best)
    found = json.loads(zoo("runs", "--json").out)[1]
    assert (found["status"], found["completed"], found["best"]["id"][-4:]) == ("interrupted", 7, "0008")


def test_the_folder_of_a_sweep_can_be_listed(zoo: Callable, sweep: Path) -> None:
    """It is a folder of runs."""
    assert ids(zoo("runs", "--runs-dir", str(sweep))) == [f"{number:04x}" for number in range(9, 0, -1)]


def test_all_lists_the_runs_of_a_sweep_below_it(zoo: Callable, sweep: Path) -> None:
    """The newest run is first; another order has no groups."""
    inside = [f"{number:04x}" for number in range(9, 0, -1)]
    said = zoo("runs", "--all")
    assert ids(said) == ["5eed", "8b1e", *inside, "3f9a"]
    assert [line.split()[1] for line in said.out.splitlines()[4:13]] == ["8b1e"] * 9
    assert said.err == "note: 0009 failed: loss became nan in epoch 2\n"
    assert ids(zoo("runs", "--all", "--sort", "val_accuracy"))[:4] == ["0009", "0005", "8b1e", "0008"]
    assert [each.id[-4:] for each in list_runs(sweeps=True)] == [*inside, "3f9a"]


def test_json_has_an_entry_for_a_sweep(zoo: Callable, sweep: Path) -> None:
    """The entries of runs stay as they are; one in a sweep has the id of that."""
    empty, found, alone = json.loads(zoo("runs", "--json").out)
    assert found == {
        "kind": "sweep",
        "id": sweep.name,
        "path": str(sweep),
        "status": "failed",
        "model": None,
        "optimizer": "adam",
        "dataset": "fashion-mnist",
        "name": "",
        "tags": [],
        "began": "2020-11-22T15:30:00+00:00",
        "runs": 9,
        "completed": 8,
        "metric": "val_accuracy",
        "best": {"id": "20201122T153005Z-relu-dropout-rmsprop-0005", "value": 0.91},
    }
    assert (empty["name"], empty["tags"], empty["best"], alone["id"][-4:]) == (
        "empty",
        ["paper"],
        None,
        "3f9a",
    )
    assert {"kind", "sweep"} & alone.keys() == set()
    inside = json.loads(zoo("runs", "--all", "--json").out)[2:-1]
    assert [each["sweep"] for each in inside] == [sweep.name] * 9


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ("--tag paper", ["5eed"]),
        ("--name empty", ["5eed"]),
        ("--status failed", ["8b1e"]),
        ("--model large", ["8b1e"]),
        ("--model large --all", ["8b1e", "0006", "0005", "0004"]),
        ("--model relu-*", ["5eed", "3f9a"]),
        ("--sort val_loss", ["8b1e", "3f9a", "5eed"]),
        ("--sort model", ["3f9a", "5eed", "8b1e"]),
        ("--sort epochs", ["3f9a", "5eed", "8b1e"]),
    ],
)
def test_sweeps_are_filtered_and_sorted(zoo: Callable, sweep: Path, arguments: str, found: list[str]) -> None:
    """A sweep matches if one of its models does."""
    assert ids(zoo("runs", *arguments.split())) == found


def test_a_running_and_a_damaged_sweep_say_so(zoo: Callable, sweep: Path) -> None:
    """A sweep is running while a process holds its lock."""
    with RunDirectory(sweep):
        statuses = {each["id"][-4:]: each["status"] for each in json.loads(zoo("runs", "--json").out)}
    assert statuses == {"8b1e": "running", "5eed": "interrupted", "3f9a": "completed"}
    (sweep / "sweep.json").write_text("{")
    said = zoo("runs")
    assert said.err == f"note: 8b1e: {sweep}/sweep.json is not what zoo writes\n"
    assert said.out.splitlines()[3].split()[:2] == ["8b1e", "unreadable"]
    assert zoo("runs", "--name", "z*").err.startswith("note: none of 3 runs and sweeps in runs/ matches")


def test_a_sweep_is_shown_with_its_ranking(zoo: Callable, sweep: Path) -> None:
    """As `zoo sweep` prints it; a run of it is shown by its own id."""
    code, out, err = zoo("runs", "show", "8b1e")
    assert (code, out.splitlines()[0]) == (
        0,
        f"Sweep 8b1e, 9 runs: 3 models × 1 optimizer × 2 settings × 3 seeds: {sweep}",
    )
    assert [line.split()[1] for line in out.splitlines()[4:7]] == ["large", "huge", "small"]
    assert err == "note: 8 of 9 runs are complete; zoo resume 8b1e trains the rest\n"
    document = json.loads(zoo("runs", "show", "8b1e", "--json").out)
    assert (document["id"], len(document["combinations"]), len(document["ranking"])) == (sweep.name, 9, 3)
    assert json.loads(zoo("runs", "show", "0005", "--json").out)["combination"] == 5


def test_a_sweep_is_renamed(zoo: Callable, sweep: Path) -> None:
    """Everything else stays as it is; a running sweep is not renamed."""
    before = json.loads((sweep / "sweep.json").read_text())
    assert zoo("runs", "rename", "8b1e", "first grid") == (0, "Sweep 8b1e renamed: first grid\n", "")
    after = json.loads((sweep / "sweep.json").read_text())
    assert after == before | {"name": "first grid", "tags": []}
    assert json.loads(zoo("runs", "show", "first grid", "--json").out)["name"] == "first grid"
    assert zoo("runs", "rename", "8b1e", "3f9a").err.startswith(
        "error: '3f9a' is not a name for a sweep: it "
    )
    with RunDirectory(sweep):
        assert zoo("runs", "rename", "8b1e", "second") == (
            1, "", "error: 8b1e is running; rename it when it has ended\n"
        )  # fmt: skip


def test_a_sweep_is_removed_with_its_runs(zoo: Callable, sweep: Path) -> None:
    """One of its runs may be named, too; a run alone is removed from the sweep."""
    assert zoo("runs", "remove", "0009", "--yes").out == (
        f"Run 0009 removed: {sweep}/20201122T153009Z-relu-dropout-rmsprop-0009\n"
    )
    with RunDirectory(sweep):
        assert zoo("runs", "remove", "8b1e", "--yes").err == (
            "error: 8b1e (sweep of 9 runs, 15:30) is running and nothing was removed; Ctrl-C stops a training\n"
        )
    assert zoo("runs", "remove", "8b1e").err == "error: there is no terminal to confirm on; pass --yes\n"
    said = f"Sweep 8b1e removed: {sweep}\nSweep 5eed removed: runs/sweep-20201122T160000Z-5eed\n"
    assert zoo("runs", "remove", "0001", "8b1e", "last", "--yes") == (0, said, "")
    assert os.listdir("runs") == ["20201121T120000Z-relu-dropout-rmsprop-3f9a"]


def test_the_curves_of_a_sweep_are_means_over_seeds(zoo: Callable, sweep: Path) -> None:
    """One line for each combination, with a band if it has several complete runs."""
    assert zoo("curves", "8b1e") == (0, "curves.svg\n", "")
    shown = [each.text for each in ET.fromstring(Path("curves.svg").read_text()).iter() if each.text]
    assert shown[0] == "Learning curves of 3 runs"
    legend = [each for each in shown if each.endswith(" seeds")]
    assert legend == [
        "small: small with adam on fashion-mnist, mean of 3 seeds",
        "large: large with adam on fashion-mnist, mean of 3 seeds",
        "huge: huge with adam on fashion-mnist, mean of 2 seeds",
    ]
    assert "A band is from the lowest to the highest of the seeds." in shown
    assert zoo("curves", "8b1e", "-o", "bands.png") == (0, "bands.png\n", "")
    assert Path("bands.png").read_bytes() == png_of(Path("curves.svg").read_text())
    assert zoo("curves", "0001", "0002", "-o", "two.svg").out == "two.svg\n"
    assert "A band is" not in Path("two.svg").read_text()


def test_the_complete_runs_of_a_sweep_are_compared(zoo: Callable, sweep: Path) -> None:
    """As if each were named; the failed one is not among them."""
    runs = [f"{number:04x}" for number in range(1, 9)]
    for path in sweep.glob("2*"):
        (path / "plan.toml").write_text(plan_file.dumps(find_plan("relu-flatten", "sgd", "iris")))
    document = json.loads(zoo("compare", "8b1e", "--json").out)
    assert document == json.loads(zoo("compare", *runs, "--json").out)
    assert [each["id"][-4:] for each in document] == runs


@pytest.mark.parametrize("command", [("predict",), ("export",), ("replay",), ("evaluate", "-o", "m.svg")])
def test_a_command_that_needs_one_run_names_the_best(zoo: Callable, sweep: Path, command: Any) -> None:
    """One sentence, before Keras is imported."""
    name, *options = command
    said = "error: '8b1e' is a sweep; wanted one of its runs, such as the best: 0005 (large with adam, "
    code, out, err = zoo(name, "8b1e", *options)
    assert (code, out, err.startswith(said), err.count("\n")) == (2, "", True, 1)


def test_last_can_be_a_sweep(zoo: Callable, sweep: Path) -> None:
    """It is the newest of runs and sweeps."""
    assert json.loads(zoo("runs", "show", "last", "--json").out)["name"] == "empty"
    assert zoo("compare", "last") == (
        1, "", "error: sweep 5eed has no complete run; zoo resume 5eed trains its runs\n"
    )  # fmt: skip
    zoo("runs", "remove", "last", "--yes")
    assert zoo("report", "last").out == "report.html\n"
    assert "<h1>Sweep 8b1e" in Path("report.html").read_text()
