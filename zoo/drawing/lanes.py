"""Places for the layers of a graph: a row for each depth, and lanes beside each other for its branches."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True)
class Place:
    """Where a layer is: its row, counted from the input's, which is 0, and its lane, from the left."""

    row: int
    lane: int


@dataclass(frozen=True)
class Line:
    """A connection of two layers.

    One that passes rows goes down in the lane `along`: a lane of its own, right of all layers, if `beside`.
    """

    source: str
    target: str
    along: int | None = None
    beside: bool = False


@dataclass(frozen=True)
class Lanes:
    """The places of layers and the lines between them, and the numbers of rows and of both kinds of lanes."""

    places: Mapping[str, Place]
    lines: Sequence[Line]
    rows: int
    many: int
    beside: int


@dataclass
class _Free:
    """Which cells are taken, by row and lane."""

    taken: set[tuple[int, int]] = field(default_factory=set)

    def take(self, rows: Iterable[int], lanes: Iterable[int]) -> int | None:
        """Take these rows of the first of the lanes in which all are free; None if there is no such lane."""
        rows = [*rows]
        for lane in lanes:
            cells = {(row, lane) for row in rows}
            if not cells & self.taken:
                self.taken |= cells
                return lane
        return None


def placed(inputs: Mapping[str, Sequence[str]], start: str) -> Lanes:
    """Place the layers of a graph below their inputs.

    A layer continues the lane of an input in the row above where it can. A line that passes rows goes through
    cells without layers, or beside all lanes.

    Args:
        inputs: The names of the inputs of each layer, which are before it, or `start`.
        start: The name of the model's input.
    """
    places, free = {start: Place(0, 0)}, _Free()
    for name, sources in inputs.items():
        row = 1 + max(places[source].row for source in sources)
        above = [places[source].lane for source in sources if places[source].row == row - 1]
        lane = free.take([row], chain(above, count()))
        places[name] = Place(row, lane or 0)  # never None, since there is always another lane
    beside, lines = _Free(), list[Line]()
    for name, sources in inputs.items():
        for source in dict.fromkeys(sources):
            upper, lower = places[source], places[name]
            if upper.row == lower.row - 1:
                lines.append(Line(source, name))
                continue
            along = free.take(range(upper.row + 1, lower.row), (upper.lane, lower.lane))
            own = beside.take(range(upper.row, lower.row), count()) if along is None else along
            lines.append(Line(source, name, own, beside=along is None))
    return Lanes(
        places,
        lines,
        1 + max(place.row for place in places.values()),
        1 + max(place.lane for place in places.values()),
        1 + max((lane for _, lane in beside.taken), default=-1),
    )
