"""The events of a training, for progress displays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zoo.data.progress import Encoding

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.runs import RunRecord


@dataclass(frozen=True)
class Substituted:
    """The default dataset is not available; its fallback is used."""

    missing: str
    instead: str


@dataclass(frozen=True)
class Importing:
    """The backend is being imported, which takes seconds; `title` includes its version."""

    title: str


@dataclass(frozen=True)
class Working:
    """Something that can take long has begun; `doing` says what, as in "Reading model.keras"."""

    doing: str


@dataclass(frozen=True)
class Prepared:
    """The data is loaded, and all settings that don't need Keras are resolved."""

    record: RunRecord


@dataclass(frozen=True)
class Began:
    """The run has a directory, and its first epoch begins."""

    record: RunRecord
    steps: int


@dataclass(frozen=True)
class Stepped:
    """A block of steps is done; `metrics` are those of the epoch so far."""

    epoch: int
    step: int
    metrics: dict[str, float]


@dataclass(frozen=True)
class EpochDone:
    """An epoch is complete and in the record."""

    record: RunRecord


@dataclass(frozen=True)
class Stopping:
    """The first signal was received."""


Event = Substituted | Encoding | Importing | Working | Prepared | Began | Stepped | EpochDone | Stopping
if TYPE_CHECKING:
    Watch = Callable[[Event], None]


def unwatched(_: Event) -> None:
    """Ignore the event."""
