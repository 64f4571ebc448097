"""The styles of lines: colour, dashes and markers, each of which is enough to distinguish them.

The colours are those of Okabe and Ito, which people with colour blindness can distinguish; the light ones are
darkened for contrast with a white background: https://jfly.uni-koeln.de/color/.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from zoo.drawing import svg

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from xml.etree.ElementTree import Element

LIGHT = ("#0072b2", "#d55e00", "#00805d", "#a8447c", "#1b1b1b", "#8f6400")
DARK = ("#56b4e9", "#ff8c42", "#2fc79c", "#e39ac4", "#f2f2f2", "#f0e442")
DASHES = ("", "7 4", "2 3", "10 3 2 3", "14 4", "5 2 1 2 1 2")
CORNERS = (0, 4, 3, 4, 5, 3)
"""The number of corners of each marker; 0 is a circle."""
TURNS = (0, 45, 0, 0, 0, 180)
SIZE = 4.5

STYLE = "@media (prefers-color-scheme: dark) {{ {} }}".format(
    " ".join(
        f".{svg.SCOPE} .{name} {{ {what}: {colour} }}"
        for name, what, colour in (
            ("ground", "fill", "#161616"),
            ("ink", "fill", "#ececec"),
            ("rule", "stroke", "#4a4a4a"),
            ("best", "stroke", "#b5b5b5"),
            *((f"line{at}", "stroke", colour) for at, colour in enumerate(DARK)),
            *((f"mark{at}", "fill", colour) for at, colour in enumerate(DARK)),
        )
    )
)
"""The colours for a dark background; viewers without media queries show the light ones."""


def stroke(
    places: Sequence[tuple[float, float]],
    order: int,
    *,
    marked: Iterable[tuple[float, float]],
    ringed: Iterable[tuple[float, float]] = (),
) -> Iterator[Element]:
    """A line with the colour, dashes and markers of its index `order`; `ringed` points get a ring."""
    colour, again = order % len(LIGHT), order // len(LIGHT)
    dashes = DASHES[(order + again) % len(DASHES)]
    if len(places) > 1:
        yield svg.element(
            "polyline",
            points=svg.points(places),
            fill="none",
            stroke=LIGHT[colour],
            stroke_width="2",
            stroke_linejoin="round",
            class_=f"line{colour}",
            **({"stroke_dasharray": dashes} if dashes else {}),
        )
    kind = (order + 2 * again) % len(CORNERS)
    for x, y in marked:
        yield _marker(x, y, kind, colour)
    for x, y in ringed:
        yield svg.element(
            "circle",
            cx=x,
            cy=y,
            r=2 * SIZE,
            fill="none",
            stroke=LIGHT[colour],
            stroke_width="1.6",
            class_=f"line{colour}",
        )


def area(places: Sequence[tuple[float, float]], order: int) -> Element:
    """A translucent area with the colour of the index `order`."""
    colour = order % len(LIGHT)
    return svg.element(
        "polygon",
        points=svg.points(places),
        fill=LIGHT[colour],
        fill_opacity="0.15",
        class_=f"mark{colour}",
    )


def _marker(x: float, y: float, kind: int, colour: int) -> Element:
    shared = {"fill": LIGHT[colour], "class_": f"mark{colour}"}
    corners = CORNERS[kind]
    if not corners:
        return svg.element("circle", cx=x, cy=y, r=SIZE - 0.8, **shared)
    angles = (math.radians(TURNS[kind] - 90 + 360 * at / corners) for at in range(corners))
    places = [(x + SIZE * math.cos(angle), y + SIZE * math.sin(angle)) for angle in angles]
    return svg.element("polygon", points=svg.points(places), **shared)
