"""Damaged, edited and missing runs: the error is one sentence, and their files are left unchanged."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.zoo.cli.samples import interrupted
from zoo.runs import checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable


def tree(folder: Path) -> dict[str, Any]:
    """Each path below a folder, with its content, link target and time of modification; not for folders."""
    found: dict[str, Any] = {}
    for path in sorted(folder.rglob("*")):
        what = os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else None
        found[str(path.relative_to(folder))] = what and (what, path.lstat().st_mtime_ns)
    return found


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that was interrupted after two of four epochs."""
    folder = tmp_path_factory.mktemp("kept")
    before = Path.cwd()
    os.chdir(folder)
    try:
        return folder / interrupted(keep="best")
    finally:
        os.chdir(before)


@pytest.fixture
def run(kept: Path, tmp_path: Path) -> Path:
    """A copy of the run, with the id 3f9a."""
    path = tmp_path / "runs" / f"{kept.name[:-4]}3f9a"
    shutil.copytree(kept, path)
    edit("run.json", kept.name, path.name)(path)
    for each in path.glob("*.zoo"):
        belong(each, path.name)
    return path


def belong(file: Path, run: str) -> None:
    """Change the run that a checkpoint belongs to."""
    checkpoint.write(file, replace(checkpoint.read(file), run=run))


def edit(name: str, old: str, new: str) -> Callable[[Path], object]:
    """Replace text in a file of the run."""

    def change(run: Path) -> None:
        text = (run / name).read_text()
        assert old in text, text
        (run / name).write_text(text.replace(old, new, 1))

    return change


def cut(name: str, length: int) -> Callable[[Path], object]:
    """Truncate a file."""
    return lambda run: (run / name).write_bytes((run / name).read_bytes()[:length])


def alter(name: str, place: int) -> Callable[[Path], object]:
    """Flip a bit of a file."""

    def change(run: Path) -> None:
        whole = bytearray((run / name).read_bytes())
        whole[place] ^= 1
        (run / name).write_bytes(whole)

    return change


def best(run: Path) -> str:
    """The name of the best epoch's checkpoint."""
    (found,) = run.glob("best-*.zoo")
    return found.name


def nothing(_: Path) -> None:
    """Leave the run unchanged."""


def link_out(run: Path) -> None:
    """Replace the run by a link to a folder outside runs/."""
    run.rename(run.parent.parent / run.name)
    run.symlink_to(run.parent.parent / run.name)


ID = "20201122T120000Z-relu-dropout-rmsprop-3f9a"
AGAIN = "zoo replay 3f9a retrains it"
CASES = {
    "an unknown id, similar to another": (nothing, "3f9b", 2, "no run in runs/ ends in '3f9b'; did you mean 3f9a ("),
    "an unknown id": (nothing, "zzzz", 2, "no run in runs/ ends in 'zzzz'; zoo runs lists them\n"),
    "an id with ..": (nothing, "..", 2, "no run in runs/ ends in '..'; zoo runs lists them\n"),
    "a path with ..": (nothing, "../3f9a", 2, "../3f9a is not a run: it has no run.json; wanted a run's directory\n"),
    "a link to the outside": (link_out, "3f9a", 2, "runs/ID is a link out of runs/; did you mean "),
    "a record of another version": (
        edit("run.json", '"schema": 1', '"schema": 2'), "3f9a", 1,
        "runs/ID/run.json can't be read: schema is 2; wanted 1\n",
    ),
    "a truncated record": (cut("run.json", 700), "3f9a", 1, "runs/ID/run.json can't be read: "),
    "an edited record": (
        edit("run.json", '"epoch_seconds": [', '"epoch_seconds": ["quick",'), "3f9a", 1,
        "runs/ID/run.json can't be read: ",
    ),
    "a record with another fingerprint": (
        edit("run.json", '"threads": "', '"threads": "9'), "3f9a", 1,
        "3f9a can't be resumed bitwise: threads were 9",
    ),
    "a plan of another version": (
        edit("plan.toml", "kerazoo = 1", "kerazoo = 2"), "3f9a", 2, "runs/ID/plan.toml ",
    ),
    "a plan that is not TOML": (edit("plan.toml", "kerazoo =", "kerazoo"), "3f9a", 2, "runs/ID/plan.toml "),
    "a plan with an invalid value": (
        edit("plan.toml", "epochs = 4", "epochs = -4"), "3f9a", 2, "runs/ID/plan.toml has 1 error",
    ),
    "a plan with fewer epochs than the checkpoint": (
        edit("plan.toml", "epochs = 4", "epochs = 1"), "3f9a --allow-different", 1,
        "the checkpoint of 3f9a is of another plan: it has 2 epochs; wanted at most 1; see its plan.toml\n",
    ),
    "a plan of another model": (
        edit("plan.toml", "units = 100", "units = 7"), "3f9a --allow-different", 1,
        "the checkpoint of 3f9a is of another plan: it has 5 variables of 805 numbers (float32, int64); wanted ",
    ),
    "an edited plan": (
        edit("plan.toml", "seed = 42", "seed = 43"), "3f9a", 1,
        "3f9a can't be resumed bitwise: plan.toml was edited; see --allow-different\n",
    ),
    "no plan": (lambda run: (run / "plan.toml").unlink(), "3f9a", 1, "runs/ID/plan.toml is missing; wanted "),
    "a truncated checkpoint": (
        cut("checkpoint.zoo", 1000), "3f9a", 1, "the checkpoint of 3f9a is truncated: 1,000 of ",
    ),
    "an empty checkpoint": (cut("checkpoint.zoo", 0), "3f9a", 1, f"the checkpoint of 3f9a is not a checkpoint; {AGAIN}\n"),
    "an altered checkpoint": (
        alter("checkpoint.zoo", -500), "3f9a", 1,
        f"the checkpoint of 3f9a was altered: its SHA-256 does not match; {AGAIN}\n",
    ),
    "a checkpoint of another version": (
        alter("checkpoint.zoo", 19), "3f9a", 1, f"the checkpoint of 3f9a is of another version; {AGAIN}\n",
    ),
    "another run's checkpoint": (
        lambda run: belong(run / "checkpoint.zoo", "20201122T120000Z-net-sgd-77e0"), "3f9a", 1,
        f"the checkpoint of 3f9a is from another run, 77e0; {AGAIN}\n",
    ),
    "a checkpoint that is a folder": (
        lambda run: ((run / "checkpoint.zoo").unlink(), (run / "checkpoint.zoo").mkdir()), "3f9a", 1,
        "the checkpoint of 3f9a can't be read: is a directory\n",
    ),
    "no best epoch": (
        lambda run: (run / best(run)).unlink(), "3f9a", 1, "best-0002.zoo of 3f9a can't be read: no such file or directory\n",
    ),
    "an altered best epoch": (
        lambda run: alter(best(run), -500)(run), "3f9a", 1,
        f"best-0002.zoo of 3f9a was altered: its SHA-256 does not match; {AGAIN}\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_run_that_can_not_be_resumed_is_left_unchanged(zoo: Callable, run: Path, case: str) -> None:
    """The error is one sentence; the errors of an edited plan are listed below it."""
    damage, name, code, sentence = CASES[case]
    damage(run)
    before = tree(Path())
    said = zoo("resume", *name.split(), "--progress", "off")
    error = next(line for line in said.err.splitlines(keepends=True) if line.startswith("error: "))
    assert (said.code, said.out, tree(Path()) == before) == (code, "", True)
    assert error.startswith(f"error: {sentence.replace('ID', run.name)}")
    assert said.err.count("error: ") == 1
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "command", ["resume last", "replay last", "runs", "runs show last", "runs remove last --yes"]
)
def test_a_file_as_the_folder_of_runs_is_refused(zoo: Callable, command: str) -> None:
    """By every command that finds a run; the file is left unchanged."""
    Path("mine").write_text("mine")
    before = tree(Path())
    expected = "error: mine is not a folder; wanted a folder of runs, see --runs-dir\n"
    assert (zoo(*command.split(), "--runs-dir", "mine"), tree(Path())) == ((2, "", expected), before)


@pytest.mark.parametrize("command", ["replay", "runs show", "runs remove --yes"])
@pytest.mark.parametrize(
    "case", ["an id with ..", "a path with ..", "a link to the outside", "an unknown id"]
)
def test_a_run_outside_the_folder_of_runs_is_refused(
    zoo: Callable, run: Path, command: str, case: str
) -> None:
    """Neither `..` in an id nor a link leads to it."""
    damage, name, code, sentence = CASES[case]
    damage(run)
    before = tree(Path())
    said = zoo(*command.split(), name)
    assert (said.code, said.out, said.err.count("\n"), tree(Path())) == (code, "", 1, before)
    assert said.err.startswith(f"error: {sentence.replace('ID', run.name)}")


def test_a_run_with_an_invalid_record_is_listed_as_unreadable(zoo: Callable, run: Path) -> None:
    """Other runs are listed too, and the unreadable run can be removed."""
    other = run.with_name(f"{run.name[:-4]}81c2")
    shutil.copytree(run, other)
    edit("run.json", '"epochs": 4', '"epochs": "four"')(run)
    rows = {row["id"]: row["status"] for row in json.loads(zoo("runs", "--json").out)}
    assert rows == {run.name: "unreadable", other.name: "interrupted"}
    assert zoo("runs", "remove", "3f9a", "--yes").code == 0
    assert os.listdir("runs") == [other.name]
