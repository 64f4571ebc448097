"""What can go wrong with a name.

::

    RegistryError
    ├── UnknownName      nothing is called that
    ├── AmbiguousName    two distributions claim it
    └── LoadFailed       importing it raised
        └── WrongType    it is not what its group promises

Each message is one sentence: what is wrong, what was wanted, what was probably meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from registry.entry import Entry


LONGEST = 60
"""Characters of a name that nothing has, in a message."""


class RegistryError(Exception):
    """Root of the tree; its text is one sentence for the user."""

    __str__ = Exception.__str__  # a KeyError would put its text in quotes


class UnknownName(RegistryError, KeyError):
    """No entry of the group has this name; a KeyError, so that `Registry.get` finds its default."""

    def __init__(self, noun: str, name: str, meant: str | None = None, advice: str = "") -> None:
        """`noun` is the kind ("model"), `meant` the nearest name, `advice` the hint if there is none."""
        self.noun, self.name, self.meant = noun, name, meant
        hint = f"; did you mean {meant}?" if meant else f"; {advice}" if advice else ""
        shown = repr(name if len(name) <= LONGEST else name[: LONGEST - 1] + "…")
        super().__init__(f"no {noun} is called {shown}{hint}")


class AmbiguousName(RegistryError):
    """Two distributions claim one name, so it has to be written with its distribution."""

    def __init__(self, name: str, entries: Sequence[Entry]) -> None:
        """`entries` are the claimants."""
        self.name, self.entries = name, tuple(entries)
        choices = " or ".join(entry.qualified for entry in entries)
        many = "two" if len(entries) == 2 else str(len(entries))  # noqa: PLR2004 - the word for 2
        super().__init__(f"{name} has {many} claimants; write {choices}")


class LoadFailed(RegistryError):
    """The object that an entry names could not be imported."""

    def __init__(self, entry: Entry, cause: str) -> None:
        """`cause` says in half a sentence what happened."""
        self.entry, self.cause = entry, cause
        super().__init__(f"{entry.name} of {entry.distribution} {entry.version} can't be loaded: {cause}")


class WrongType(LoadFailed):
    """The object that an entry names is not of the type that its group promises."""

    def __init__(self, entry: Entry, value: object, wanted: type) -> None:
        """`value` is what was found."""
        super().__init__(entry, f"{entry.value} is {_article(type(value))}; wanted {_article(wanted)}")


def _article(kind: type) -> str:
    name = kind.__name__
    return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"
