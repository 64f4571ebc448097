"""Why a foreign file is not loaded."""

from __future__ import annotations

from zoo.errors import ZooError


class NotLoaded(ZooError):
    """A file that is not loaded; the message says which, and why."""

    def __init__(self, name: str, reason: str) -> None:
        """`reason` goes on after "was not loaded:"."""
        super().__init__(f"{name} was not loaded: {reason}")
        self.reason = reason


class Refused(Exception):
    """The reason alone, where the file's name is not known."""
