"""A disk that becomes full during training: a real file system of two megabytes."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zoo as package
from tests.zoo.cli.samples import COMMAND, equal_rows, figures
from tests.zoo.training.resuming import weights_of
from zoo.runs import TrainingFailed, read_record
from zoo.runs.checkpoint import read
from zoo.training.events import EpochDone, Event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "kerazoo", str(place)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount")
    if done.returncode:
        pytest.skip(f"nothing may be mounted here: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(disk: Path) -> Path:
    """Use all free space, and return the file that uses it."""
    other = disk / "something"
    with pytest.raises(OSError, match="No space left"):
        other.write_bytes(bytes(3 * 2**20))
    return other


@pytest.mark.long
@pytest.mark.parametrize("keep", [pytest.param("last", marks=pytest.mark.soak), "best"])
def test_a_run_that_failed_on_a_full_disk_can_be_resumed(zoo: Callable, disk: Path, keep: str) -> None:
    """The message names the last complete epoch; after a resume, the run is bit-identical."""

    def watch(event: Event) -> None:
        if isinstance(event, EpochDone) and event.record.complete_epochs == 2:
            fill(disk)

    asked = {"dataset": "digits", "epochs": 4, "keep": keep, "settings": {"hidden.units": 400}}
    with pytest.raises(TrainingFailed) as failed:
        package.train("relu-dropout", **asked, runs_dir=disk / "runs", watch=watch)
    (run,) = (disk / "runs").iterdir()
    short = run.name[-4:]
    assert str(failed.value) == (
        f"no space left on {run} for epoch 3 of {short}; epoch 2 is saved; zoo resume {short} continues"
    )
    assert (read_record(run).complete_epochs, read(run / "checkpoint.zoo").epoch) == (2, 2)
    said = zoo("resume", f"{run}/", "--progress", "off")
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines()[-1].startswith(f"error: no space left on {run}")
    (disk / "something").unlink()
    assert zoo("resume", f"{run}/", "--quiet") == (0, f"{run}\n", "")
    whole = Path(package.train("relu-dropout", **asked, runs_dir="runs").path)
    assert equal_rows(run, whole)
    assert weights_of(run / "model.keras") == weights_of(whole / "model.keras")
    assert read_record(run).status == "completed"


def test_a_sweep_that_starts_on_a_full_disk_leaves_nothing(zoo: Callable, disk: Path) -> None:
    """The error is one sentence."""
    fill(disk)
    runs = disk / "runs"
    runs.mkdir()
    assert zoo("sweep", "relu-*", "--dataset", "iris", "--runs-dir", str(runs)) == (
        1,
        "",
        f"error: no space left on {runs}; choose another with --runs-dir\n",
    )
    assert [*runs.iterdir()] == []


@pytest.mark.long
def test_a_sweep_that_failed_on_a_full_disk_can_be_resumed(zoo: Callable, disk: Path) -> None:
    """Completed runs are kept, each failed run has a message, and the resumed sweep has equal results."""
    words = ["relu-*", "--optimizer", "rmsprop,sgd", "--dataset", "iris", "--jobs", "1"]
    whole = zoo("sweep", *words, "--json")[1]
    command = [*COMMAND, "sweep", *words, "--runs-dir", str(disk / "runs")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    while not process.stderr.readline().startswith("1/4"):
        assert process.poll() is None
    other = fill(disk)
    out, err = process.communicate()
    (path,) = (disk / "runs").iterdir()
    short = path.name[-4:]
    last = [line for line in err.splitlines() if line.startswith(("error: ", "       "))]
    assert process.returncode == 1
    assert last[0] == f"error: {len(last) - 1} of 4 runs failed; zoo resume {short} tries again"
    assert len(last) > 2
    assert all(re.search(rf"seed 42  +no space left on {path}(/[^ ;]+)?$", line) for line in last[1:])
    assert len(out.splitlines()) == 8
    other.unlink()
    code, out, _ = zoo("resume", f"{path}/", "--json")
    assert (code, figures(out)) == (0, figures(whole))
