"""The standard streams of a process, which nobody may be reading any more.

A closed pipe, a full disk or a lost terminal must not end work that is under way. Progress is then discarded;
results that could not be written are reported at the end, by the command.
"""

from __future__ import annotations

import contextlib
import io
import os
import select
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Unfailing(io.FileIO):
    """A file descriptor whose first error is kept in `error`; from then on, it is the null device.

    So what is still buffered, and what C code and child processes write to the descriptor, can't fail either.
    """

    error: OSError | None = None

    def write(self, data: ReadableBuffer, /) -> int:
        """Write bytes, and return how many; after an error, all of them count as written."""
        while self.error is None:
            try:
                # None: the descriptor does not block, and its reader is slow.
                if (written := super().write(data)) is not None:
                    return written
                select.select([], [self], [])
            except OSError as error:
                self.error = error
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, self.fileno())
                os.close(nowhere)
        return memoryview(data).nbytes


class Buffered(io.BufferedWriter):
    """A buffer that signal handlers may write to while a write that they interrupt is under way."""

    def write(self, data: ReadableBuffer, /) -> int:
        """Write bytes, and return how many; in such a signal handler, past the buffer."""
        try:
            return super().write(data)
        except RuntimeError:  # Python's buffer refuses a reentrant call
            rest = memoryview(data)
            while rest:
                rest = rest[self.raw.write(rest) :]
            return memoryview(data).nbytes

    def flush(self) -> None:
        """Write what is buffered; in such a signal handler, the interrupted call does that."""
        with contextlib.suppress(RuntimeError):
            super().flush()


def unfailing(
    descriptor: int, encoding: str, errors: str | None, *, line_buffering: bool, closefd: bool = True
) -> io.TextIOWrapper:
    """A text stream on a descriptor, whose errors are kept and not raised."""
    buffer = Buffered(Unfailing(descriptor, "w", closefd=closefd))
    return io.TextIOWrapper(buffer, encoding, errors, line_buffering=line_buffering)


def protect() -> None:
    """Make the standard streams of this process unfailing, once; call it before other files are opened.

    A descriptor that the caller has closed becomes the null device: the next file to be opened would get its
    number, and then what is printed. A stream that was replaced, as by a test, is left alone.
    """
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        _open(descriptor)
        stream = getattr(sys, name)
        if name == "stdin" or stream is not getattr(sys, f"__{name}__"):
            continue
        encoding, errors = (stream.encoding, stream.errors) if stream else ("utf-8", "backslashreplace")
        lines = stream is not None and (stream.line_buffering or stream.write_through)
        setattr(sys, name, unfailing(descriptor, encoding, errors, line_buffering=lines, closefd=False))


def finish() -> None:
    """Write what is buffered on stdout; raise the OSError that ended its output, if the reader did not.

    A reader that closes the pipe, as `head` does, is not an error.
    """
    sys.stdout.flush()
    error = lost()
    if error is not None and not isinstance(error, BrokenPipeError):
        raise error


def lost() -> OSError | None:
    """The error that ended the output on stdout; None as long as somebody may read it."""
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return raw.error if isinstance(raw, Unfailing) else None


def _open(descriptor: int) -> None:
    """Open the null device as a descriptor that is closed, also for child processes."""
    try:
        os.fstat(descriptor)
    except OSError:
        os.open(os.devnull, os.O_RDWR)  # takes the lowest free number
        os.set_inheritable(descriptor, True)  # noqa: FBT003 - positional only
