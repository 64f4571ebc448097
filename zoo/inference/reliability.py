"""Draw a reliability diagram: how often predictions of each probability are right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.drawing import svg
from zoo.drawing.scale import Scale
from zoo.drawing.strokes import LIGHT, STYLE
from zoo.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from zoo.inference.calibration import Calibration
    from zoo.inference.evaluation import Evaluation

PLOT, COUNTS, GAP, TEXT = 320, 60, 12, svg.FONT_SIZE
"""Pixels: the side of the plot, the height of the counts below it, the gap around text, the font size."""
LEFT, TOP = 5 * TEXT + GAP, 4 * (TEXT + GAP)


def draw_reliability(found: Evaluation) -> str:
    """The reliability diagram of an evaluation, as SVG.

    Raises:
        UsageError: The model predicts no probabilities.
    """
    known = found.calibration
    if known is None:
        wanted = "wanted a classification with probabilities"
        raise UsageError(f"{found.title} has no reliability diagram; {wanted}")
    size = LEFT + PLOT + 2 * GAP + TEXT, TOP + PLOT + COUNTS + 6 * GAP + 2 * TEXT
    where = f"{found.where.removeprefix('the ')}, {found.examples:,} {found.noun}"
    scaled = f", temperature {found.temperature:.3f}" if found.temperature is not None else ""
    said = f"expected calibration error {known.error:.4f}{scaled}"
    children = [
        svg.ground(),
        svg.text(GAP, GAP + TEXT / 2, svg.shortened(found.title, size[0] - 2 * GAP), weight="bold"),
        svg.text(GAP, 2 * GAP + 1.5 * TEXT, svg.shortened(where, size[0] - 2 * GAP)),
        svg.text(GAP, 3 * GAP + 2.5 * TEXT, said),
        *_frequencies(known),
        *_counts(known),
    ]
    return svg.document(size, f"Reliability of {found.title} on the {where}", said, children, STYLE)


def _frequencies(known: Calibration) -> Iterator[Element]:
    """A bar for each bin, as high as the frequency, and the diagonal on which perfect bars would end."""
    x, y = Scale(0, 1, LEFT, LEFT + PLOT), Scale(0, 1, TOP + PLOT, TOP)
    for each in known.bins:
        low, high = x(each.low), x(each.high)
        told = (
            f"probability {each.low:.2f} to {each.high:.2f}, {each.examples:,} predictions: "
            f"mean probability {each.confidence:.4f}, right {each.frequency:.4f}"
        )
        yield _bar(low, y(each.frequency), high - low, y(0) - y(each.frequency), told)
        yield _mark(low, high, y(each.confidence))
    ends = [(x(0), y(0)), (x(1), y(1))]
    yield svg.element("polyline", points=svg.points(ends), stroke="#888", stroke_dasharray="4 4")
    for value, shown in y.ticks():
        yield svg.text(LEFT - GAP, y(value), shown, anchor="end")
    yield svg.text(
        GAP + TEXT / 2, TOP + PLOT / 2, "right (bars), mean probability (lines)", anchor="middle", turn=-90
    )


def _counts(known: Calibration) -> Iterator[Element]:
    """The number of predictions in each bin, the largest as high as COUNTS."""
    x, top = Scale(0, 1, LEFT, LEFT + PLOT), TOP + PLOT + GAP
    most = max(each.examples for each in known.bins)
    for each in known.bins:
        height = max(1.0, COUNTS * each.examples / most)
        told = f"{each.examples:,} predictions"
        yield _bar(x(each.low), top + COUNTS - height, x(each.high) - x(each.low), height, told)
    yield svg.text(LEFT - GAP, top + TEXT / 2, f"{most:,}", anchor="end")
    for value, shown in x.ticks():
        yield svg.text(x(value), top + COUNTS + GAP + TEXT / 2, shown, anchor="middle")
    yield svg.text(LEFT + PLOT / 2, top + COUNTS + 3 * GAP + TEXT, "predicted probability", anchor="middle")


def _bar(x: float, y: float, width: float, height: float, told: str) -> Element:
    title = svg.element("title", text=told)
    inner, style = max(width - 2, 1), "mark0"
    return svg.element(
        "rect",
        title,
        x=x + 1,
        y=y,
        width=inner,
        height=height,
        fill=LIGHT[0],
        fill_opacity="0.6",
        class_=style,
    )


def _mark(low: float, high: float, y: float) -> Element:
    return svg.element("line", x1=low, y1=y, x2=high, y2=y, stroke=LIGHT[1], stroke_width="2", class_="line1")
