"""The errors of a registry.

::

    RegistryError
    ├── UnknownName      no entry has this name
    ├── AmbiguousName    several distributions register this name
    └── LoadFailed       the import or the data file failed
        └── WrongType    the object is not of the registry's type

Each message is one sentence: what is wrong, what was expected, and a suggestion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .entry import Entry


LONGEST = 60
"""Characters that are shown of an unknown name."""


class RegistryError(Exception):
    """Base class; its text is one sentence for the user."""

    __str__ = Exception.__str__  # KeyError would put the text in quotes


class UnknownName(RegistryError, KeyError):
    """No entry of the group has this name; a KeyError, so that `Registry.get` finds its default."""

    def __init__(self, noun: str, name: str, meant: str | None = None, advice: str = "") -> None:
        """`noun` is the word for an entry ("model"), `meant` the nearest name, `advice` the hint if None."""
        self.noun, self.name, self.meant = noun, name, meant
        hint = f"; did you mean {meant}?" if meant else f"; {advice}" if advice else ""
        shown = repr(name if len(name) <= LONGEST else name[: LONGEST - 1] + "…")
        super().__init__(f"no {noun} is called {shown}{hint}")


class AmbiguousName(RegistryError):
    """Several distributions register one name, so it has to be written as `distribution:name`."""

    def __init__(self, name: str, entries: Sequence[Entry]) -> None:
        """`entries` are all entries with this name."""
        self.name, self.entries = name, tuple(entries)
        choices = " or ".join(entry.qualified for entry in entries)
        super().__init__(f"{name} is registered by {len(entries)} distributions; write {choices}")


class LoadFailed(RegistryError):
    """The object of an entry could not be imported or read."""

    def __init__(self, entry: Entry, cause: str) -> None:
        """`cause` says what happened; it follows a colon in the message."""
        self.entry, self.cause = entry, cause
        super().__init__(f"{entry.name} of {entry.distribution} {entry.version} can't be loaded: {cause}")


class WrongType(LoadFailed):
    """The object of an entry is not of the registry's type."""

    def __init__(self, entry: Entry, value: object, wanted: type) -> None:
        """`value` is the object that was found."""
        super().__init__(entry, f"{entry.value} is {_article(type(value))}; wanted {_article(wanted)}")


def _article(kind: type) -> str:
    name = kind.__name__
    return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"
