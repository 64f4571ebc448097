"""Streams that never fail."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from tests.zoo.system.unread import closed_pipe, full_disk, lost_terminal
from zoo.system.stream import Unfailing, unfailing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def read_only() -> int:
    """A file that is not open for writing."""
    return os.open(os.devnull, os.O_RDONLY)


@pytest.mark.parametrize(
    ("broken", "number"),
    [
        (closed_pipe, errno.EPIPE),
        (full_disk, errno.ENOSPC),
        (lost_terminal, errno.EIO),
        (read_only, errno.EBADF),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_output_to_a_broken_descriptor_is_discarded(broken: Callable[[], int], number: int) -> None:
    """All ways of writing go on without an error; the first one is kept."""
    descriptor = broken()
    raw = Unfailing(descriptor, "w", closefd=False)
    assert [raw.write(b"a line\n"), raw.write(b"another\n")] == [7, 8]
    assert raw.error is not None
    assert raw.error.errno == number
    assert os.write(descriptor, b"from C") == 6
    with unfailing(descriptor, "utf-8", "strict", line_buffering=True) as stream:
        stream.writelines(["a line\n"])
        stream.buffer.write(b"bytes")
        print("printed", file=stream, flush=True)


def test_output_to_a_sound_descriptor_is_written(tmp_path: Path) -> None:
    """Lines are written as soon as they are complete."""
    path = tmp_path / "log"
    with unfailing(
        os.open(path, os.O_WRONLY | os.O_CREAT), "latin-1", "strict", line_buffering=True
    ) as stream:
        stream.write("né\n")
        assert path.read_bytes() == b"n\xe9\n"


def test_a_slow_reader_of_a_non_blocking_pipe_gets_everything() -> None:
    """Writing waits, as it does with other pipes."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    text, got = "0123456789" * 100_000, bytearray()

    def read() -> None:
        while piece := os.read(reader, 4_096):
            got.extend(piece)

    reading = threading.Thread(target=read)
    with unfailing(writer, "ascii", "strict", line_buffering=True) as stream:
        reading.start()
        stream.write(text)
    reading.join()
    os.close(reader)
    assert got.decode() == text


PROGRAM = """\
import os, sys
from zoo.system import stream
stream.protect()
opened = os.open(__file__, os.O_RDONLY)
print("printed")
print("said", file=sys.stderr)
os._exit(opened + 100 * os.get_inheritable(2))
"""


@pytest.mark.parametrize("closed", ["0", "1", "2", "0 1 2"])
def test_no_file_takes_the_place_of_a_closed_stream(tmp_path: Path, closed: str) -> None:
    """Descriptors 0 to 2 are open, also for child processes, and printing does not fail."""
    file = tmp_path / "program.py"
    file.write_text(PROGRAM)
    away = " ".join(f"{each}>&-" for each in closed.split())
    command = ["sh", "-c", f'exec "$0" "$1" {away}', sys.executable, str(file)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 103


def test_signal_handler_prints_while_a_write_is_under_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both texts are in the output: Ctrl-C while an epoch is printed does not end the training."""
    whole = Unfailing.write
    handled: list[int] = []

    def interrupted(self: Unfailing, data: bytes) -> int:
        if not handled:
            handled.append(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)
        return whole(self, data)

    path = tmp_path / "output"
    stream = unfailing(os.open(path, os.O_WRONLY | os.O_CREAT), "utf-8", None, line_buffering=True)
    monkeypatch.setattr(Unfailing, "write", interrupted)
    before = signal.signal(signal.SIGINT, lambda *_: print("stopping", file=stream))
    try:
        print("epoch 1", file=stream)
    finally:
        signal.signal(signal.SIGINT, before)
    stream.close()
    assert path.read_text(encoding="utf-8") == "stopping\nepoch 1\n"
