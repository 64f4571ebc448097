"""The picture of a learning rate range test: loss against learning rate."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from zoo.drawing import svg
from zoo.drawing.scale import Scale, around
from zoo.drawing.strokes import STYLE, stroke

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

WIDTH, HEIGHT = 560, 300
LEFT, TOP, RIGHT, BOTTOM = 70, 70, 30, 60
RULE, CHOSEN = "#d5d5d5", "#6b6b6b"


def draw(
    title: str,
    rates: Sequence[float],
    losses: Sequence[float],
    smoothed: Sequence[float],
    suggestion: float | None,
) -> str:
    """The smoothed loss as a line over a logarithmic axis, the loss of each step as dots.

    The suggestion is marked. Losses beyond twice the range of the smoothed ones are not drawn.
    """
    low, high = min(smoothed), max(smoothed)
    most = high + (high - low)
    shown = [(rate, loss) for rate, loss in zip(rates, losses, strict=True) if loss <= most]
    y = around([*smoothed, *(loss for _, loss in shown)], TOP + HEIGHT, TOP)
    ends = math.log10(rates[0]), math.log10(rates[-1])
    x = Scale(*(ends if ends[0] < ends[1] else (ends[0] - 1, ends[0] + 1)), LEFT + 8, LEFT + WIDTH - 8)
    drawn = [svg.ground(), svg.text(12, 22, svg.shortened(title, LEFT + WIDTH), weight="bold")]
    drawn += _axes(x, y)
    if suggestion is not None:
        place = x(math.log10(suggestion))
        drawn.append(_line(place, TOP, place, TOP + HEIGHT, chosen=True))
        drawn.append(svg.text(place, TOP - 12, f"{suggestion:.2g}", anchor="middle"))
    drawn += [
        svg.element("circle", cx=x(math.log10(rate)), cy=y(loss), r=1.5, fill=CHOSEN, fill_opacity="0.5")
        for rate, loss in shown
    ]
    drawn += stroke(
        [(x(math.log10(rate)), y(loss)) for rate, loss in zip(rates, smoothed, strict=True)], 0, marked=()
    )
    said = (
        f"Loss from {losses[0]:.4g} to {losses[-1]:.4g}, learning rate from {rates[0]:.2g} to {rates[-1]:.2g}"
    )
    said += "" if suggestion is None else f"; {suggestion:.2g} is proposed"
    return svg.document((LEFT + WIDTH + RIGHT, TOP + HEIGHT + BOTTOM), title, f"{said}.", drawn, STYLE)


def _axes(x: Scale, y: Scale) -> Iterator[Element]:
    for value, shown in y.ticks():
        yield _line(LEFT, y(value), LEFT + WIDTH, y(value))
        yield svg.text(LEFT - 8, y(value), shown, anchor="end")
    for power in range(math.ceil(x.low), math.floor(x.high) + 1):
        yield _line(x(power), TOP + HEIGHT, x(power), TOP + HEIGHT + 5)
        yield svg.text(x(power), TOP + HEIGHT + 15, f"{10.0**power:g}", anchor="middle")
    yield svg.text(LEFT + WIDTH / 2, TOP + HEIGHT + 36, "learning rate", anchor="middle")
    yield svg.text(LEFT - 8, TOP - 16, "loss", anchor="end")


def _line(x1: float, y1: float, x2: float, y2: float, *, chosen: bool = False) -> Element:
    dashes = {"stroke_dasharray": "3 3"} if chosen else {}
    kind, colour = ("best", CHOSEN) if chosen else ("rule", RULE)
    return svg.element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, class_=kind, **dashes)
