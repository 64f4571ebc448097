"""A stream that never fails."""

from __future__ import annotations

import contextlib
import io
import os
from typing import TYPE_CHECKING

import pytest

from zoo.system.stream import Unfailing

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO


def closed_pipe() -> TextIO:
    """A pipe whose reader has gone away."""
    reader, writer = os.pipe()
    os.close(reader)
    return open(writer, "w", buffering=1)


def full_disk() -> TextIO:
    """A file on a full disk."""
    return open("/dev/full", "w", buffering=1)


def closed() -> TextIO:
    """A closed file."""
    with open(os.devnull, "w") as file:
        return file


@pytest.mark.parametrize("broken", [closed_pipe, full_disk, closed], ids=lambda each: each.__name__)
def test_output_to_a_broken_stream_is_discarded(broken: Callable[[], TextIO]) -> None:
    """Writing and flushing go on without an error."""
    file = broken()
    stream = Unfailing(file)
    assert [stream.write("a line\n"), stream.write("another\n")] == [7, 8]
    stream.flush()
    with contextlib.suppress(OSError):
        file.close()


def test_output_to_a_sound_stream_is_written() -> None:
    """Everything else is the stream's own."""
    file = io.StringIO()
    stream = Unfailing(file)
    stream.write("a line\n")
    stream.flush()
    assert (file.getvalue(), stream.isatty()) == ("a line\n", False)
