"""A disk that gets full while a run is trained: a file system of a few megabytes, not a stand-in."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zoo as package
from tests.zoo.cli.test_resume import equal_rows
from tests.zoo.training.resuming import weights_of
from zoo.run import TrainingFailed, read_record
from zoo.run.checkpoint import read
from zoo.training.events import EpochDone, Event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
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


@pytest.mark.parametrize("keep", ["last", "best"])
def test_a_run_on_a_full_disk_is_gone_on_with_once_there_is_room(
    zoo: Callable, disk: Path, keep: str
) -> None:
    """What is said names the epoch that is safe; the end is the same bit for bit."""
    other = disk / "something"

    def fill(event: Event) -> None:
        if isinstance(event, EpochDone) and event.record.complete_epochs == 2:
            with pytest.raises(OSError, match="No space left"):
                other.write_bytes(bytes(3 * 2**20))

    asked = {"dataset": "digits", "epochs": 4, "keep": keep, "settings": {"hidden.units": 400}}
    with pytest.raises(TrainingFailed) as failed:
        package.train("relu-dropout", **asked, runs_dir=disk / "runs", watch=fill)
    (run,) = (disk / "runs").iterdir()
    short = run.name[-4:]
    assert str(failed.value) == (
        f"no space left on {run} for epoch 3 of {short}; epoch 2 is safe; zoo resume {short} goes on"
    )
    assert (read_record(run).complete_epochs, read(run / "checkpoint.zoo").epoch) == (2, 2)
    said = zoo("resume", f"{run}/", "--progress", "off")
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines()[-1].startswith(f"error: no space left on {run}")
    other.unlink()
    assert zoo("resume", f"{run}/", "--quiet") == (0, f"{run}\n", "")
    whole = Path(package.train("relu-dropout", **asked, runs_dir="runs").path)
    assert equal_rows(run, whole)
    assert weights_of(run / "model.keras") == weights_of(whole / "model.keras")
    assert read_record(run).status == "completed"
