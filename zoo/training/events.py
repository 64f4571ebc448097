"""What a training tells whoever watches it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.runs import RunRecord


@dataclass(frozen=True)
class Substituted:
    """The dataset that nobody named was found nowhere; another one takes its place."""

    missing: str
    instead: str


@dataclass(frozen=True)
class Importing:
    """The backend is being imported, which takes seconds; `title` has its version."""

    title: str


@dataclass(frozen=True)
class Prepared:
    """Data is loaded and the plan is settled as far as it can be without Keras."""

    record: RunRecord


@dataclass(frozen=True)
class Began:
    """The run has a directory, and its first epoch begins."""

    record: RunRecord
    steps: int


@dataclass(frozen=True)
class Stepped:
    """A block of steps is done; `metrics` are the epoch's so far."""

    epoch: int
    step: int
    metrics: dict[str, float]


@dataclass(frozen=True)
class EpochDone:
    """An epoch is complete and in the record."""

    record: RunRecord


@dataclass(frozen=True)
class Stopping:
    """A first signal came."""


Event = Substituted | Importing | Prepared | Began | Stepped | EpochDone | Stopping
if TYPE_CHECKING:
    Watch = Callable[[Event], None]


def unwatched(_: Event) -> None:
    """Watch nothing."""
