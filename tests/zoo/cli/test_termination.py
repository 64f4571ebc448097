"""A command that is asked to end leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import zoo
from tests.zoo.cli.samples import COMMAND

SLEEPING = """\
import time, zoo.cli.commands.list as command
def sleep(**_):
    print(flush=True)
    time.sleep(60)
command.command.callback = sleep
from zoo.cli import main
main()
"""


def wait_for_the_end_of_group(number: int) -> None:
    """Wait for the system, which may still be clearing a killed process away; it is not to be found then."""
    for _ in range(1_000):
        try:
            os.killpg(number, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)
    pytest.fail("a process is left")


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_is_one_word_and_a_code(number: signal.Signals, code: int) -> None:
    """In every command, not only in trainings."""
    command = [sys.executable, "-c", SLEEPING, "list"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(number)
    _, err = process.communicate()
    assert (process.returncode, err.split()) == (code, ["interrupted"])


@pytest.mark.long
@pytest.mark.parametrize(
    ("number", "times"),
    [(signal.SIGTERM, 1), (signal.SIGHUP, 1), (signal.SIGINT, 1), (signal.SIGTERM, 2), (signal.SIGHUP, 2)],
)
def test_neither_files_nor_processes_are_left(
    tmp_path: Path, number: signal.Signals, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A prediction with an untrusted file has both: a temporary folder, and a process that reads the file.

    `timeout`, and a terminal that is closed, send a signal twice.
    """
    monkeypatch.chdir(tmp_path)
    model = Path(zoo.train("softmax-1layer", dataset="iris", epochs=1).path, "model.keras").rename("m.keras")
    Path("rows.csv").write_text("a,b,c,d\n1,2,3,4\n")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    process = subprocess.Popen(
        [*COMMAND, "predict", str(model), "rows.csv"],
        env=os.environ | {"TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not os.listdir(temporary):
        assert process.poll() is None
        time.sleep(0.01)
    time.sleep(0.5)
    for _ in range(times):
        process.send_signal(number)
        time.sleep(0.01)
    assert process.wait() == 128 + number
    assert os.listdir(temporary) == []
    wait_for_the_end_of_group(process.pid)
