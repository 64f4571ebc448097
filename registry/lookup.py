"""A read-only mapping from names to loaded, type-checked objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from registry.discovery import Discovery, normalized
from registry.errors import AmbiguousName, UnknownName, WrongType

if TYPE_CHECKING:
    from registry.entry import Entry

T = TypeVar("T")


class Registry(Mapping[str, T], Generic[T]):
    """The entries of one group as a mapping; nothing is imported before its name is used.

    A name is `name` or `distribution:name`. The distribution `home`, whose registry this is, wins
    a clash, so that a new name of its own never breaks an installed plugin.
    """

    def __init__(
        self,
        group: str,
        kind: type[T],
        *,
        noun: str,
        home: str,
        discover: Callable[[Collection[str]], Discovery],
    ) -> None:
        """`kind` is the type of what the group holds, `noun` the word for it in messages.

        `discover` is called once, on first use, with the group.
        """
        self.group, self.kind, self.noun, self.home = group, kind, noun, normalized(home)
        self._discover = discover
        self._loaded: dict[Entry, T] = {}

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All entries of the group, in natural order of their names."""
        unique = dict.fromkeys(e for e in self._discover([self.group]).entries if e.group == self.group)
        return tuple(sorted(unique, key=lambda entry: (natural(entry.name), entry.distribution)))

    def find(self, name: str) -> Entry:
        """The entry that a name means.

        Raises UnknownName or AmbiguousName.
        """
        distribution, colon, bare = name.rpartition(":")
        claimants = [
            entry
            for entry in self.entries
            if entry.name == normalized(bare)
            and (not colon or entry.distribution == normalized(distribution))
        ]
        at_home = [entry for entry in claimants if entry.distribution == self.home]
        if len(claimants) == 1 or at_home:
            return (at_home or claimants)[0]
        if claimants:
            raise AmbiguousName(name, claimants)
        known = [entry.qualified for entry in self.entries] if colon else list(self)
        raise UnknownName(self.noun, name, nearest(name, known))

    def shown_name(self, entry: Entry) -> str:
        """The shortest name that means this entry: bare where that is enough."""
        rivals = [e for e in self.entries if e.name == entry.name and e != entry]
        return entry.qualified if rivals and entry.distribution != self.home else entry.name

    def load(self, entry: Entry) -> T:
        """The object of an entry, imported on the first call.

        Raises LoadFailed, or WrongType where the object is not of `kind`.
        """
        if entry not in self._loaded:
            value = entry.load()
            if not isinstance(value, self.kind):
                raise WrongType(entry, value, self.kind)
            self._loaded[entry] = value
        return self._loaded[entry]

    def match(self, pattern: str) -> tuple[Entry, ...]:
        """The entries whose shown or qualified name fits a shell pattern, as `relu-*`."""
        wanted = pattern.lower()
        return tuple(
            entry
            for entry in self.entries
            if fnmatchcase(self.shown_name(entry), wanted) or fnmatchcase(entry.qualified, wanted)
        )

    def __getitem__(self, name: str) -> T:
        """Load what a name means; raises as `find` and `load` do."""
        return self.load(self.find(name))

    def __contains__(self, name: object) -> bool:
        """Whether `find` would return an entry; imports nothing."""
        try:
            self.find(str(name))
        except (UnknownName, AmbiguousName):
            return False
        return True

    def __iter__(self) -> Iterator[str]:
        """The shown names, in natural order."""
        return iter([self.shown_name(entry) for entry in self.entries])

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self.entries)


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """A sort key that puts `net-2` before `net-10`."""
    parts = re.split(r"(\d+)", name)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def nearest(name: str, known: Collection[str]) -> str | None:
    """The known name that is most like this one, if any is like it enough to be meant."""
    from difflib import get_close_matches  # noqa: PLC0415 - for mistakes alone

    found = get_close_matches(name.lower(), [each.lower() for each in known], n=1, cutoff=0.6)
    return next((each for each in known if found and each.lower() == found[0]), None)
