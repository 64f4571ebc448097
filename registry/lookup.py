"""A read-only mapping from names to loaded, type-checked objects."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from .discovery import Discovery, normalized
from .errors import AmbiguousName, LoadFailed, UnknownName, WrongType

if TYPE_CHECKING:
    from .entry import Entry

T = TypeVar("T")


class Renamed(NamedTuple):
    """The value of an entry with an old name: the new name, and when the old one is removed.

    `ends` is the version of the distribution that no longer has the old name.
    """

    name: str
    ends: str


class RenamedWarning(UserWarning):
    """An old name was used."""


class ShadowedWarning(UserWarning):
    """A bare name was used that another distribution registers too."""


class Registry(Mapping[str, T], Generic[T]):
    """The entries of one group as a mapping; an entry is imported when its name is first used.

    A name is `name` or `distribution:name`. If several distributions register a name, the bare name means the
    entry of `home`, the distribution that owns the registry.
    """

    def __init__(
        self,
        group: str,
        kind: type[T],
        *,
        noun: str,
        home: str,
        discover: Callable[[Collection[str]], Discovery],
        readers: Mapping[str, Callable[[bytes, Entry], object]] | None = None,
        declarations: tuple[type, ...] = (),
        unknown: type[UnknownName] = UnknownName,
    ) -> None:
        """Nothing is discovered yet.

        Args:
            group: The entry point group.
            kind: The type of the group's objects.
            noun: The word for one object in messages ("model").
            home: The distribution that owns the registry.
            discover: Called with the group on first use, and after `refresh`.
            readers: Functions that make an object from a data file, by suffix (".toml").
            declarations: Types of values that the host turns into objects of the kind when it needs them.
            unknown: The exception for an unknown name; a subclass may belong to the host's error tree.
        """
        self.group, self.kind, self.noun, self.home = group, kind, noun, normalized(home)
        self._discover, self._readers, self._unknown = discover, dict(readers or {}), unknown
        self._declarations = declarations
        self._loaded: dict[Entry, T] = {}

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All entries of the group, in natural order of their names."""
        unique = dict.fromkeys(e for e in self._discover([self.group]).entries if e.group == self.group)
        return tuple(sorted(unique, key=lambda entry: (natural(entry.name), entry.distribution)))

    def refresh(self) -> None:
        """Discover the entries again on the next use."""
        self.__dict__.pop("entries", None)
        self.__dict__.pop("_by_name", None)

    def claimants(self, name: str) -> tuple[Entry, ...]:
        """All entries that a name could mean: `name`, or `distribution:name`."""
        distribution, colon, bare = name.rpartition(":")
        return tuple(
            entry
            for entry in self._by_name.get(normalized(bare), ())
            if not colon or entry.distribution == normalized(distribution)
        )

    def find(self, name: str) -> Entry:
        """The entry that a name means.

        Raises:
            UnknownName: No entry has this name.
            AmbiguousName: Several distributions register it, and `home` does not.
        """
        claimants = self.claimants(name)
        at_home = [entry for entry in claimants if entry.distribution == self.home]
        if len(claimants) == 1 or at_home:
            return (at_home or claimants)[0]
        if claimants:
            raise AmbiguousName(name, claimants)
        raise self._unknown(self.noun, name, self._meant(name))

    def shown_name(self, entry: Entry) -> str:
        """The shortest name that means this entry: bare if that is unambiguous."""
        alone = len(self._by_name[normalized(entry.name)]) == 1
        return entry.name if alone or entry.distribution == self.home else entry.qualified

    def is_data(self, entry: Entry) -> bool:
        """Whether it is a data file, so that loading it executes no third-party code."""
        return entry.suffix in self._readers

    def load(self, entry: Entry) -> T:
        """The object of an entry, imported or read on the first call.

        An old name returns the object of the new name, with a RenamedWarning.

        Raises:
            LoadFailed: The import or the data file failed.
            WrongType: The object is not of `kind`.
        """
        if entry not in self._loaded:
            value = self._object(entry)
            if isinstance(value, Renamed):
                text = (
                    f"{entry.name} is now called {value.name}; the old name will be removed in {value.ends}"
                )
                warnings.warn(text, RenamedWarning, stacklevel=2)
                return self._renamed(entry, value)
            if not isinstance(value, (self.kind, *self._declarations)):
                raise WrongType(entry, value, self.kind)
            self._loaded[entry] = value  # type: ignore[assignment]  # or a declaration
        return self._loaded[entry]

    @cached_property
    def _by_name(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(normalized(entry.name), []).append(entry)
        return found

    def _object(self, entry: Entry) -> object:
        if not self.is_data(entry):
            return entry.load()
        content = entry.read()
        try:
            return self._readers[entry.suffix](content, entry)
        except Exception as error:  # any error in a third-party file only concerns that file
            # The cause keeps the details, if it has any.
            raise LoadFailed(entry, str(getattr(error, "sentence", error))) from error

    def _renamed(self, entry: Entry, renamed: Renamed) -> T:
        """The object of the new name, in the same distribution; the new name must not be an old one too."""
        new = self.claimants(f"{entry.distribution}:{renamed.name}")
        if not new or isinstance(value := self._object(new[0]), Renamed):
            raise LoadFailed(entry, f"its new name {renamed.name} is not registered by {entry.distribution}")
        if not isinstance(value, self.kind):
            raise WrongType(new[0], value, self.kind)
        return value

    def _meant(self, name: str) -> str | None:
        """The nearest name; for a qualified name, first in its distribution, then in any other."""
        distribution, colon, bare = name.rpartition(":")
        if not colon:
            return nearest(name, list(self))
        home = nearest(normalized(distribution), {entry.distribution for entry in self.entries})
        near = [entry for entry in self.entries if entry.distribution == home]
        inside = nearest(normalized(bare), [entry.name for entry in near])
        if inside is not None:
            return f"{home}:{inside}"
        elsewhere = self._by_name.get(normalized(bare))
        return elsewhere[0].qualified if elsewhere else None

    def match(self, pattern: str) -> tuple[Entry, ...]:
        """The entries whose shown or qualified name matches a shell pattern such as `relu-*`."""
        wanted = pattern.lower()
        return tuple(
            entry
            for entry in self.entries
            if fnmatchcase(self.shown_name(entry), wanted) or fnmatchcase(entry.qualified, wanted)
        )

    def __getitem__(self, name: str) -> T:
        """Load the object of a name; raises the errors of `find` and `load`."""
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
        """The number of entries."""
        return len(self.entries)


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """A sort key that puts `net-2` before `net-10`."""
    parts = re.split(r"(\d+)", name)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def nearest(name: str, known: Collection[str]) -> str | None:
    """The known name most similar to this one, or None if none is similar enough.

    Of similar names, one with the same letters in another order comes first.
    """
    from difflib import get_close_matches

    given = name.lower()
    found = get_close_matches(given, [each.lower() for each in known], n=3, cutoff=0.6)
    found.sort(key=lambda each: sorted(each) != sorted(given))
    return next((each for each in known if found and each.lower() == found[0]), None)
