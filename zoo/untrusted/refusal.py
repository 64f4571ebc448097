"""The errors for untrusted files that are not loaded."""

from __future__ import annotations

from zoo.errors import ZooError


class NotLoaded(ZooError):
    """A file was not loaded; the message has its name and the reason."""

    def __init__(self, name: str, reason: str) -> None:
        """`reason` follows "was not loaded:" in the message."""
        super().__init__(f"{name} was not loaded: {reason}")
        self.reason = reason


class Refused(Exception):
    """The reason only, raised where the name of the file is unknown."""
