"""One run of a sweep, as its model, optimizer, seed and settings."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from zoo.schema.typed import typed

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Combination:
    """One run of a sweep; `settings` are those that vary in the sweep."""

    model: str
    optimizer: str
    seed: int
    settings: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """The combination in words: "relu-dropout adam hidden.units=50 seed 44"."""
        changed = [f"{path}={typed(value)}" for path, value in self.settings.items()]
        return " ".join([self.model, self.optimizer, *changed, f"seed {self.seed}"])


def numbered(combinations: Iterable[Combination]) -> list[dict[str, Any]]:
    """The combinations as plain data, each with its number, counted from 1."""
    return [{"combination": number} | asdict(each) for number, each in enumerate(combinations, start=1)]


def over_seeds(combinations: Iterable[Combination]) -> list[list[int]]:
    """The numbers of the combinations, in one list for all that differ only in their seed."""
    groups: dict[str, list[int]] = {}
    for number, each in enumerate(combinations, start=1):
        groups.setdefault(str((each.model, each.optimizer, each.settings)), []).append(number)
    return [*groups.values()]
