"""Runs that can't be resumed are refused with a message, and their files don't change."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zoo
from tests.zoo.training.samples import NOISY
from zoo.catalog import registries
from zoo.runs import checkpoint
from zoo.runs.directory import CHECKPOINT
from zoo.training.events import EpochDone, Event

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.plan.plan import Plan

HOLD = """\
import sys
from pathlib import Path
from zoo.runs import RunDirectory
folder = RunDirectory(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.readline()
folder.release()
"""


@pytest.fixture(scope="module")
def interrupted(plan: Callable[..., Plan], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that was interrupted after its first epoch."""
    runs = tmp_path_factory.mktemp("runs")

    def interrupt(event: Event) -> None:
        if isinstance(event, EpochDone):
            raise KeyboardInterrupt

    with pytest.raises(zoo.Interrupted):
        zoo.training.train.train(plan(NOISY, epochs=3), runs, interrupt)
    (folder,) = runs.iterdir()
    return folder


@pytest.fixture
def run(interrupted: Path, tmp_path: Path) -> Path:
    """A copy of the interrupted run."""
    return Path(shutil.copytree(interrupted, tmp_path / "runs" / interrupted.name))


def content(folder: Path) -> dict[str, str]:
    """A digest of each file."""
    return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in folder.iterdir()}


def refused(run: Path, *, allow_different: bool = False) -> str:
    """The error message; checks that no file has changed."""
    before = content(run)
    with pytest.raises(zoo.ZooError) as error:
        zoo.resume(f"{run}/", allow_different=allow_different)
    assert content(run) == before
    assert not isinstance(error.value, zoo.TrainingFailed)
    return str(error.value).replace(run.name[-4:], "3f9a")


@pytest.mark.long
def test_a_truncated_checkpoint_is_reported(run: Path) -> None:
    """It is empty, or ends in the first line, the header, the arrays or the digest."""
    whole = (run / CHECKPOINT).read_bytes()
    header = int.from_bytes(whole[29:37], "little")
    within = [21, 28, 29, 36, 37, 37 + header // 2, 37 + header, len(whole) - 33, len(whole) - 1]
    said = {}
    for length in (0, 1, 20, *within):
        (run / CHECKPOINT).write_bytes(whole[:length])
        said[length] = refused(run)
    assert all(each.startswith("the checkpoint of 3f9a is ") for each in said.values())
    assert [length for length in within if "is truncated" not in said[length]] == []


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (0, "is not a checkpoint"),
        (19, "is of another version"),
        (22, "is truncated|is longer than its header says"),
        (31, "is truncated|was altered"),
        (50, "is truncated|was altered"),
        (-200, "was altered: its SHA-256 does not match"),
        (-1, "was altered: its SHA-256 does not match"),
    ],
)
@pytest.mark.long
def test_an_altered_checkpoint_is_reported(run: Path, place: int, expected: str) -> None:
    """The first line, the sizes, the header, the arrays or the digest are altered."""
    whole = bytearray((run / CHECKPOINT).read_bytes())
    whole[place] ^= 0x03
    (run / CHECKPOINT).write_bytes(whole)
    said = refused(run)
    assert said.startswith("the checkpoint of 3f9a ")
    assert any(part in said for part in expected.split("|"))


def test_a_checkpoint_with_additional_bytes_is_refused(run: Path) -> None:
    """A file with two checkpoints is an example."""
    whole = (run / CHECKPOINT).read_bytes()
    (run / CHECKPOINT).write_bytes(whole + whole)
    assert "is longer than its header says" in refused(run)


@pytest.mark.long
def test_a_checkpoint_that_no_training_writes_is_refused(run: Path) -> None:
    """Its digest is right, but not its content: whoever changes one can change the other."""
    whole = checkpoint.read(run / CHECKPOINT)
    first = next(each for each in whole.model if each.dtype == "float32")
    broken = replace(first, content=np.full(first.shape, np.nan, np.float32).tobytes())
    changes: dict[str, dict[str, Any]] = {
        "has nan in": {"model": tuple(broken if each is first else each for each in whole.model)},
        "has the metrics loss; wanted accuracy, loss, val_accuracy and val_loss": {
            "history": {"loss": [1.0]}
        },
        "has phases; wanted none": {"phases": [0]},
    }
    for expected, change in changes.items():
        checkpoint.write(run / CHECKPOINT, replace(whole, **change))
        assert expected in refused(run)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("units = 16", "units = 17", "the checkpoint of 3f9a is of another plan: "),
        ("use_ema = false", "use_ema = true", "the checkpoint of 3f9a is of another plan: "),
        ("epochs = 3", "epochs = 0", "it has 1 error"),
        (
            'backend = "tensorflow"',
            'backend = "jax"',
            "Keras is already imported with tensorflow; wanted jax"
            if find_spec("jax")
            else 'the backend jax is not installed; pip install "kerazoo[jax]"',
        ),
    ],
)
def test_an_edited_plan_is_refused(run: Path, before: str, after: str, expected: str) -> None:
    """Another model, another optimizer, another backend."""
    text = (run / "plan.toml").read_text()
    assert before in text, text
    (run / "plan.toml").write_text(text.replace(before, after))
    said = refused(run, allow_different=True)
    assert expected.replace("it has", f"{run / 'plan.toml'} has").replace(run.name[-4:], "3f9a") in said


@pytest.mark.long
def test_a_plugin_of_another_version_is_refused(
    install: Callable[..., Path], plan: Callable[..., Plan], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may behave differently; of a model or a callback."""
    monkeypatch.chdir(tmp_path)
    site = install("acme-calls", "[zoo.callbacks]\nquiet = keras.callbacks:TerminateOnNaN\n")

    def interrupt(event: Event) -> None:
        if isinstance(event, EpochDone):
            raise KeyboardInterrupt

    with pytest.raises(zoo.Interrupted):
        zoo.train("relu-dropout", dataset="iris", epochs=2, callbacks=["quiet"], watch=interrupt)
    metadata = site / "acme-calls-1.0.dist-info" / "METADATA"
    metadata.write_text(metadata.read_text().replace("Version: 1.0", "Version: 1.1"))
    registries.refresh()
    (folder,) = (tmp_path / "runs").iterdir()
    assert (
        refused(folder)
        == "3f9a can't be resumed bitwise: acme-calls was 1.0, is 1.1; see allow_different=True"
    )


@pytest.mark.long
def test_a_second_process_that_resumes_a_run_is_refused(run: Path) -> None:
    """The first holds the lock until it ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(run)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert refused(run) == f"{run} is being written by another process".replace(run.name[-4:], "3f9a")
        holder.communicate("\n")
    assert zoo.resume(f"{run}/").status == "completed"
