"""What is checked: one model, optimizer or dataset."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from registry import nearest, normalized
from zoo import catalog
from zoo.description import kind_of
from zoo.errors import Mistake
from zoo.lookup import from_file, is_path, named
from zoo.value import Value, frozen

if TYPE_CHECKING:
    from zoo.plan import Named


@frozen
class Subject(Value):
    """A loaded value, and the name or path that it was asked for by."""

    kind: str
    name: str
    part: Named[Any]


@frozen
class Asked(Value):
    """A subject that is not loaded yet."""

    kind: str
    name: str

    def load(self) -> Subject:
        """Load it; raises as `zoo.lookup.named` and `from_file` do."""
        part = from_file(Path(self.name))[1] if is_path(self.name) else named(self.kind, self.name)
        return Subject(self.kind, self.name, part)


def asked(name: str, kind: str | None = None) -> Asked:
    """The subject that a name or a TOML file means; nothing is imported.

    Raises Mistake where two kinds share the name, UnknownName where none has it.
    """
    if is_path(name):
        return Asked(from_file(Path(name))[0], name)
    if kind is not None:
        catalog.find(kind, name)
    return Asked(kind or kind_of(name), name)


def of_distribution(distribution: str) -> list[Asked]:
    """All that a distribution provides of models, optimizers and datasets; nothing is imported.

    Raises Mistake where it provides nothing.
    """
    found = [
        Asked(kind, registry.shown_name(entry))
        for kind, registry in catalog.KINDS.items()
        for entry in registry.entries
        if entry.distribution == normalized(distribution)
    ]
    if not found:
        known = {entry.distribution for registry in catalog.KINDS.values() for entry in registry.entries}
        meant = nearest(distribution, sorted(known))
        hint = f"did you mean {meant}?" if meant else "zoo list shows what there is"
        raise Mistake(f"no distribution called {distribution!r} provides anything to check; {hint}")
    return found
