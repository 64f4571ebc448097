"""A small histogram as SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.drawing import svg
from zoo.drawing.strokes import LIGHT, STYLE

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT, GAP = 200, 40, 1
"""Pixels: of the picture, and between bars."""
WIDEST = 40
"""Pixels of a bar where there are few."""
LEAST = 1.5
"""Pixels of the lowest bar, so that it can be seen."""


def draw(counts: Sequence[int], labels: Sequence[str], title: str) -> str:
    """Bars from left to right, the largest count as high as the picture; the labels are tooltips."""
    step = min(WIDEST, WIDTH / max(len(counts), 1))
    highest = max(counts, default=0)
    bars = []
    for at, (many, label) in enumerate(zip(counts, labels, strict=True)):
        height = max(LEAST, (HEIGHT - 1) * many / highest) if many else 0
        bars.append(
            svg.element(
                "rect",
                svg.element("title", text=label),
                x=at * step,
                y=HEIGHT - 1 - height,
                width=step - GAP,
                height=height,
                fill=LIGHT[0],
                class_="mark0",
            )
        )
    base = svg.element(
        "line", x1=0, y1=HEIGHT - 0.5, x2=WIDTH, y2=HEIGHT - 0.5, stroke="#d5d5d5", class_="rule"
    )
    return svg.document((WIDTH, HEIGHT), title, "; ".join(labels), [*bars, base], STYLE)
