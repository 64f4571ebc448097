"""What can't be gone on with is refused in a sentence, and nothing of it is touched."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

import zoo
from tests.zoo.training.samples import NOISY
from zoo.catalog import registries
from zoo.runs.directory import CHECKPOINT
from zoo.training.events import EpochDone, Event

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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


@pytest.fixture
def run(plan: Callable[..., Plan], tmp_path: Path) -> Path:
    """A run that was interrupted after the first of its epochs."""

    def interrupt(event: Event) -> None:
        if isinstance(event, EpochDone):
            raise KeyboardInterrupt

    with pytest.raises(zoo.Interrupted):
        zoo.training.train.train(plan(NOISY, epochs=3), tmp_path / "runs", interrupt)
    (folder,) = (tmp_path / "runs").iterdir()
    return folder


def content(folder: Path) -> dict[str, str]:
    """A digest of each file."""
    return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in folder.iterdir()}


def refused(run: Path, *, allow_different: bool = False) -> str:
    """What is said, and that nothing has changed."""
    before = content(run)
    with pytest.raises(zoo.ZooError) as error:
        zoo.resume(f"{run}/", allow_different=allow_different)
    assert content(run) == before
    assert not isinstance(error.value, zoo.TrainingFailed)
    return str(error.value).replace(run.name[-4:], "3f9a")


def test_a_checkpoint_that_is_cut_off_is_named(run: Path) -> None:
    """At each length that means something: nothing, in the line, in the header, in the arrays, in the digest."""
    whole = (run / CHECKPOINT).read_bytes()
    header = int.from_bytes(whole[29:37], "little")
    within = [21, 28, 29, 36, 37, 37 + header // 2, 37 + header, len(whole) - 33, len(whole) - 1]
    said = {}
    for length in (0, 1, 20, *within):
        (run / CHECKPOINT).write_bytes(whole[:length])
        said[length] = refused(run)
    assert all(each.startswith("the checkpoint of 3f9a is ") for each in said.values())
    assert [length for length in within if "is cut off" not in said[length]] == []


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (0, "is no checkpoint"),
        (19, "is of another version"),
        (22, "is cut off|goes on after its end"),
        (31, "is cut off or altered|was altered"),
        (50, "is cut off or altered|was altered"),
        (-200, "was altered: its SHA-256 is another one"),
        (-1, "was altered: its SHA-256 is another one"),
    ],
)
def test_a_checkpoint_that_is_altered_is_named(run: Path, place: int, expected: str) -> None:
    """In the line that says what it is, the length, the header, the arrays, the digest."""
    whole = bytearray((run / CHECKPOINT).read_bytes())
    whole[place] ^= 0x03
    (run / CHECKPOINT).write_bytes(whole)
    said = refused(run)
    assert said.startswith("the checkpoint of 3f9a ")
    assert any(part in said for part in expected.split("|"))


def test_what_goes_on_after_its_end_is_no_checkpoint(run: Path) -> None:
    """Two of them, one after the other."""
    whole = (run / CHECKPOINT).read_bytes()
    (run / CHECKPOINT).write_bytes(whole + whole)
    assert "goes on after its end" in refused(run)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("units = 16", "units = 17", "the checkpoint of 3f9a is of another plan: "),
        ("use_ema = false", "use_ema = true", "the checkpoint of 3f9a is of another plan: "),
        ("epochs = 3", "epochs = 0", "it has 1 mistake"),
        (
            'backend = "tensorflow"',
            'backend = "jax"',
            "Keras is already imported with tensorflow; wanted jax"
            if find_spec("jax")
            else 'the backend jax is not installed; pip install "kerazoo[jax]"',
        ),
    ],
)
def test_a_plan_that_was_edited_is_refused(run: Path, before: str, after: str, expected: str) -> None:
    """Another model, another optimizer, another backend."""
    text = (run / "plan.toml").read_text()
    assert before in text, text
    (run / "plan.toml").write_text(text.replace(before, after))
    said = refused(run, allow_different=True)
    assert expected.replace("it has", f"{run / 'plan.toml'} has").replace(run.name[-4:], "3f9a") in said


def test_a_plugin_of_another_version_is_refused(
    install: Callable[..., Path], plan: Callable[..., Plan], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it does may be another thing now; a callback's counts as a model's does."""
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
        refused(folder) == "3f9a can't be resumed bitwise: acme-calls was 1.0, is 1.1; see --allow-different"
    )


def test_of_two_that_go_on_with_a_run_the_second_is_refused(run: Path) -> None:
    """The first has it until it ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(run)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert refused(run) == f"{run} is being written by another process".replace(run.name[-4:], "3f9a")
        holder.communicate("\n")
    assert zoo.resume(f"{run}/").status == "completed"
