"""Whoever reads the progress of a command goes away: it goes on, and ends as it would have."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.zoo.cli.samples import COMMAND, interrupted
from tests.zoo.system.unread import closed_pipe, full_disk, lost_terminal
from zoo.runs import read_record
from zoo.runs.kept import find
from zoo.sweeps import Sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

TALKATIVE = """\
import logging, sys, warnings, zoo, keras

def talk():
    for number in range(200):
        print("printed", number, flush=True)
        print("said", number, file=sys.stderr)
        sys.stdout.buffer.write(b"bytes")
        sys.stderr.writelines(["lines\\n"])
        warnings.warn(f"warned {number}", stacklevel=1)
        logging.getLogger("acme").error("logged %d", number)

class Talking(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        talk()

def build(input_shape, task):
    talk()
    return keras.Sequential([keras.Input(input_shape), keras.layers.Dense(task.outputs, "softmax")])

NET = zoo.ModelSpec(summary="A model that prints", builder=build)
"""


@pytest.fixture
def talkative(install: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin that prints, warns and logs."""
    points = "[zoo.models]\ntalkative = acme_talk:NET\n[zoo.callbacks]\ntalking = acme_talk:Talking\n"
    monkeypatch.setenv("PYTHONPATH", str(install("acme-talk", points, {"acme_talk.py": TALKATIVE})))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def descriptor(request: pytest.FixtureRequest) -> Iterator[int]:
    """One that nobody reads."""
    found = request.param()
    yield found
    os.close(found)


def unread(descriptor: int | IO[bytes], *arguments: str) -> tuple[int, str]:
    """The exit code and stdout of a command whose stderr nobody reads."""
    done = subprocess.run(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=descriptor, text=True, check=False
    )
    return done.returncode, done.stdout


TRAIN = ("train", "talkative", "--dataset", "iris", "--epochs", "2", "--log", "talking", "--quiet")


@pytest.mark.long
@pytest.mark.usefixtures("talkative")
@pytest.mark.parametrize(
    "descriptor",
    [closed_pipe, full_disk, lost_terminal],
    indirect=True,
)
def test_a_training_goes_on(descriptor: int) -> None:
    """The run is completed, whatever a plugin prints, warns of and logs."""
    code, out = unread(descriptor, *TRAIN, "--progress", "plain")
    assert code == 0
    assert read_record(Path(out.rstrip())).status == "completed"


@pytest.mark.long
@pytest.mark.usefixtures("talkative")
@pytest.mark.parametrize("descriptor", [closed_pipe], indirect=True)
def test_a_sweep_goes_on(descriptor: int) -> None:
    """Its processes print to the same stream."""
    code, out = unread(descriptor, "sweep", "talkative", "--dataset", "iris", "--epochs", "1", "--quiet")
    assert code == 0
    assert Sweep.read(Path(out.rstrip())).is_complete()


@pytest.mark.long
@pytest.mark.usefixtures("talkative")
@pytest.mark.parametrize("descriptor", [closed_pipe], indirect=True)
def test_resume_replay_baseline_and_check_go_on(descriptor: int) -> None:
    """Each exits with 0."""
    run = str(interrupted())
    assert unread(descriptor, "resume", run, "--quiet")[0] == 0
    assert read_record(Path(run)).status == "completed"
    assert unread(descriptor, "replay", run, "-e", "1")[0] == 0
    assert unread(descriptor, "baseline", "iris")[0] == 0
    assert unread(descriptor, "check", "iris")[0] == 0


@pytest.mark.long
@pytest.mark.usefixtures("talkative")
@pytest.mark.parametrize(("away", "code"), [(">/dev/full", 1), ("2>&- >&- <&-", 0)])
def test_a_run_is_whole_though_its_results_were_not_printed(away: str, code: int) -> None:
    """A full disk is an error, with one sentence; a stream that was closed on purpose is none."""
    command = [*COMMAND, *TRAIN[:-1], "--progress", "off"]
    done = subprocess.run(
        ["sh", "-c", f'"$@" {away}', "sh", *command], capture_output=True, text=True, check=False
    )
    error = "error: the output can't be written: no space left on device\n"
    assert (done.returncode, done.stderr[-len(error) :] == error) == (code, bool(code))
    assert read_record(find("last", "runs")).status == "completed"


@pytest.mark.parametrize("arguments", [["list"], ["--help"], ["list", "--json"], ["--version"]])
def test_output_on_a_full_disk_is_an_error(arguments: list[str]) -> None:
    """One sentence, and exit 1."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    expected = (1, "error: the output can't be written: no space left on device\n")
    assert (done.returncode, done.stderr) == expected


@pytest.mark.parametrize("colour", ["", "1"])
def test_a_reader_that_closes_the_pipe_sees_no_error(colour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is printed, at exit neither."""
    monkeypatch.setenv("FORCE_COLOR", colour)
    writer = closed_pipe()
    done = subprocess.run([*COMMAND, "list"], stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.long
def test_a_training_under_nohup_survives_its_terminal(tmp_path: Path) -> None:
    """SIGHUP, which nohup ignores, does not interrupt it."""
    command = [
        *COMMAND,
        "train",
        "softmax-1layer",
        "--dataset",
        "iris",
        "--runs-dir",
        str(tmp_path),
        "-e",
        "40",
    ]
    process = subprocess.Popen(
        ["nohup", *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    )
    assert process.stderr is not None
    while not process.stderr.readline().startswith("epoch 1/"):
        assert process.poll() is None
    process.send_signal(signal.SIGHUP)
    process.communicate()
    assert process.returncode == 0
