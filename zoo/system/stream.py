"""A text stream that never fails: for messages that nobody may be reading any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import TextIO


class Unfailing:
    """A text stream whose first error, as a closed pipe or a full disk, ends its output, not the program."""

    def __init__(self, stream: TextIO) -> None:
        """`stream` gets the text."""
        self._stream = stream
        self._is_open = True

    def write(self, text: str) -> int:
        """Write a text, if the stream still works."""
        if self._is_open:
            try:
                self._stream.write(text)
            except (OSError, ValueError):  # ValueError: it is closed
                self._is_open = False
        return len(text)

    def flush(self) -> None:
        """Write what is buffered, if the stream still works."""
        if self._is_open:
            try:
                self._stream.flush()
            except (OSError, ValueError):
                self._is_open = False

    def __getattr__(self, name: str) -> Any:
        """Everything else is the stream's own."""
        return getattr(self._stream, name)
