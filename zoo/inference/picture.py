"""Draw an evaluation: a confusion matrix, that of each label, or predicted against true values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.drawing import svg
from zoo.drawing.scale import around
from zoo.drawing.strokes import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from xml.etree.ElementTree import Element

    from zoo.inference.evaluation import Evaluation

RIGHT, WRONG = (8, 81, 156), (166, 54, 3)
"""Blue and reddish brown, distinguishable with red-green colour blindness; darker means more."""
CELL, PLOT, GAP, TEXT = 44, 420, 12, svg.FONT_SIZE
"""Pixels: a cell of the matrix, the side of the plot, the gap around text, the font size."""
OUTCOMES = ("true positives", "false negatives", "false positives", "true negatives")
"""The columns of the matrix of several labels."""
DARK = 0.55
"""The share from which the text in a cell is white."""
POINTS = 5_000
"""The most points that are drawn; of more points, every n-th is drawn."""


def draw(found: Evaluation) -> str:
    """The picture of an evaluation, as SVG."""
    if found.labels:
        right = [[True, False, False, True]] * len(found.labels)
        counts = [each.confusion for each in found.labels]
        return _matrix(found, [each.name for each in found.labels], OUTCOMES, counts, right)
    if not found.classes:
        return _scatter(found)
    names = [each.name for each in found.classes]
    right = [[row == column for column in range(len(names))] for row in range(len(names))]
    return _matrix(found, names, names, found.confusion, right)


def _matrix(
    found: Evaluation,
    names: Sequence[str],
    titles: Sequence[str],
    confusion: Sequence[Sequence[int]],
    right: Sequence[Sequence[bool]],
) -> str:
    """A matrix of counts with the names of its rows and the titles of its columns; `right` cells are blue."""
    left = GAP + TEXT + GAP + round(max(map(svg.width_of, names))) + GAP
    top = 3 * (TEXT + GAP) + GAP
    side, height = CELL * len(titles), CELL * len(names)
    below = round(max(map(svg.width_of, titles))) + 2 * GAP + TEXT
    size = max(left + side + GAP, 2 * GAP + round(svg.width_of(found.title))), top + height + below + GAP

    def cells() -> Iterator[Element]:
        for row, counts in enumerate(confusion):
            of = max(1, sum(counts))
            y = top + CELL * row
            yield svg.text(left - GAP, y + CELL / 2, names[row], anchor="end")
            for column, times in enumerate(counts):
                share, x = times / of, left + CELL * column
                fill = _shade(RIGHT if right[row][column] else WRONG, share)

                tip = svg.element("title", text=f"{names[row]} for {titles[column]}: {times:,}")
                yield svg.element("rect", tip, x=x, y=y, width=CELL, height=CELL, fill=fill, stroke="#fff")
                if times:
                    colour = "#fff" if share > DARK else svg.INK
                    yield svg.text(x + CELL / 2, y + CELL / 2, f"{times:,}", anchor="middle", fill=colour)
        for column, name in enumerate(titles):
            yield svg.text(left + CELL * (column + 0.5), top + height + GAP, name, anchor="end", turn=-90)
        sides = ("label", "examples") if found.labels else ("true", "predicted")
        yield svg.text(GAP + TEXT / 2, top + height / 2, sides[0], anchor="middle", turn=-90)
        yield svg.text(left + side / 2, size[1] - GAP - TEXT / 2, sides[1], anchor="middle")

    return _document(size, found, cells())


def _scatter(found: Evaluation) -> str:
    left, top = 90, 3 * (TEXT + GAP) + GAP
    size = left + PLOT + 2 * GAP, top + PLOT + 5 * TEXT
    ends = (found.true.min(), found.predicted.min(), found.true.max(), found.predicted.max())
    place = around([*map(float, ends)], 0, PLOT)

    def marks() -> Iterator[Element]:
        yield svg.element("rect", x=left, y=top, width=PLOT, height=PLOT, fill="none", stroke="#888")
        yield svg.element(
            "polyline",
            points=svg.points([(left, top + PLOT), (left + PLOT, top)]),
            stroke="#888",
            stroke_dasharray="4 4",
        )
        for value, shown in place.ticks():
            at = place(value)
            yield svg.text(left + at, top + PLOT + GAP + TEXT / 2, shown, anchor="middle")
            yield svg.text(left - GAP, top + PLOT - at, shown, anchor="end")
        step = -(-found.true.size // POINTS)
        pairs = zip(*(each.ravel()[::step].tolist() for each in (found.true, found.predicted)), strict=True)
        for real, answer in pairs:
            x, y = left + place(real), top + PLOT - place(answer)
            yield svg.element(
                "circle", cx=x, cy=y, r=3, fill=f"rgb{RIGHT}", fill_opacity="0.5", class_="mark0"
            )
        yield svg.text(GAP + TEXT / 2, top + PLOT / 2, "predicted", anchor="middle", turn=-90)
        yield svg.text(left + PLOT / 2, size[1] - GAP, "true", anchor="middle")

    return _document(size, found, marks(), STYLE)


def _document(size: tuple[int, int], found: Evaluation, drawn: Iterable[Element], style: str = "") -> str:
    where = f"{found.where.removeprefix('the ')}, {found.examples:,} {found.noun}"
    metrics = "  ".join(f"{name} {value:.4f}" for name, value in found.metrics.items())
    children = [
        svg.ground(),
        svg.text(GAP, GAP + TEXT / 2, found.title, weight="bold"),
        svg.text(GAP, 2 * GAP + 1.5 * TEXT, where),
        *drawn,
    ]
    return svg.document(size, f"{found.title} on the {where}", metrics, children, style)


def _shade(colour: tuple[int, int, int], share: float) -> str:
    """The colour mixed with white by a share from 0 (white) to 1; small shares stay visible."""
    strength = 0.0 if share == 0 else 0.06 + 0.94 * share**0.7
    return "rgb({},{},{})".format(*(round(255 - (255 - each) * strength) for each in colour))
