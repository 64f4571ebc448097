"""An evaluation as a picture: a confusion matrix, or predicted against true values, in SVG."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zoo.evaluation.figures import Evaluation

RIGHT, WRONG = (8, 81, 156), (166, 54, 3)
"""Blue and a reddish brown that those who can't tell red from green tell apart; the darker, the more."""
CELL, PLOT, GAP, TEXT = 44, 420, 12, 13
"""Pixels: a matrix's cell, the side of a plot, the gap around text, its size."""
LETTER = 7.5
"""About how wide a letter is."""
DARK = 0.55
"""The share from which on a cell is so dark that its text is white."""
POINTS = 5_000
"""Most points that are drawn; of more, evenly many are left out."""
TICKS = 5


def draw(found: Evaluation) -> str:
    """The picture of an evaluation."""
    return _matrix(found) if found.classes else _scatter(found)


def _matrix(found: Evaluation) -> str:
    names = [each.name for each in found.classes]
    left = GAP + TEXT + GAP + round(LETTER * max(map(len, names))) + GAP
    top = 3 * (TEXT + GAP) + GAP
    side = CELL * len(names)
    below = round(LETTER * max(map(len, names))) + 2 * GAP + TEXT
    size = max(left + side + GAP, GAP + round(LETTER * len(found.title)) + GAP), top + side + below + GAP

    def cells() -> Iterator[str]:
        for row, counts in enumerate(found.confusion):
            of = max(1, sum(counts))
            y = top + CELL * row
            yield _text(left - GAP, y + CELL / 2, names[row], anchor="end")
            for column, times in enumerate(counts):
                share, x = times / of, left + CELL * column
                fill = _shade(RIGHT if row == column else WRONG, share)
                said = f"{names[row]} for {names[column]}: {times:,}"
                yield (
                    f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" fill="{fill}" stroke="#fff">'
                    f"<title>{_escaped(said)}</title></rect>"
                )
                if times:
                    colour = "#fff" if share > DARK else "#222"
                    yield _text(x + CELL / 2, y + CELL / 2, f"{times:,}", anchor="middle", fill=colour)
        for column, name in enumerate(names):
            middle = left + CELL * (column + 0.5)
            yield _text(middle, top + side + GAP, name, anchor="end", turn=-90)
        yield _text(GAP + TEXT / 2, top + side / 2, "true", anchor="middle", turn=-90)
        yield _text(left + side / 2, size[1] - GAP - TEXT / 2, "predicted", anchor="middle")

    return _svg(size, found, cells())


def _scatter(found: Evaluation) -> str:
    left, top = 90, 3 * (TEXT + GAP) + GAP
    size = left + PLOT + 2 * GAP, top + PLOT + 5 * TEXT
    low = float(min(found.true.min(), found.predicted.min()))
    high = float(max(found.true.max(), found.predicted.max()))
    span = (high - low) or 1.0

    def place(value: float) -> float:
        return PLOT * (value - low) / span

    def marks() -> Iterator[str]:
        yield f'<rect x="{left}" y="{top}" width="{PLOT}" height="{PLOT}" fill="none" stroke="#888"/>'
        corner = f'x2="{left + PLOT}" y2="{top}"'
        yield f'<line x1="{left}" y1="{top + PLOT}" {corner} stroke="#888" stroke-dasharray="4 4"/>'
        for value in np.linspace(low, high, TICKS).tolist():
            shown, at = f"{value:,.4g}", place(value)
            yield _text(left + at, top + PLOT + GAP + TEXT / 2, shown, anchor="middle")
            yield _text(left - GAP, top + PLOT - at, shown, anchor="end")
        step = -(-len(found.true) // POINTS)
        pairs = zip(
            found.true[::step].ravel().tolist(), found.predicted[::step].ravel().tolist(), strict=True
        )
        for real, answer in pairs:
            x, y = left + place(real), top + PLOT - place(answer)
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="rgb{RIGHT}" fill-opacity="0.5"/>'
        yield _text(GAP + TEXT / 2, top + PLOT / 2, "predicted", anchor="middle", turn=-90)
        yield _text(left + PLOT / 2, size[1] - GAP, "true", anchor="middle")

    return _svg(size, found, marks())


def _svg(size: tuple[int, int], found: Evaluation, drawn: Iterable[str]) -> str:
    width, height = size
    where = f"{found.split} split of {found.dataset}, {found.examples:,} {found.noun}"
    head = [
        _text(GAP, GAP + TEXT / 2, found.title, weight="bold"),
        _text(GAP, 2 * GAP + 1.5 * TEXT, where),
    ]
    font = f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="{TEXT}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" {font}>',
        f"<title>{_escaped(f'{found.title} on the {where}')}</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *head,
        *drawn,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _text(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    fill: str = "#222",
    turn: int = 0,
    weight: str = "",
) -> str:
    turned = f' transform="rotate({turn} {x:g} {y:g})"' if turn else ""
    heavy = f' font-weight="{weight}"' if weight else ""
    place = f'x="{x:g}" y="{y:g}" text-anchor="{anchor}" dominant-baseline="central"'
    return f'<text {place} fill="{fill}"{heavy}{turned}>{_escaped(text)}</text>'


def _escaped(text: str) -> str:
    """Text as XML takes it, which has no control characters."""
    return escape("".join(each if each.isprintable() else "\ufffd" for each in text))


def _shade(colour: tuple[int, int, int], share: float) -> str:
    """The colour on white: none of it for a share of 0, all of it for 1; small shares are seen too."""
    strength = 0.0 if share == 0 else 0.06 + 0.94 * share**0.7
    return "rgb({},{},{})".format(*(round(255 - (255 - each) * strength) for each in colour))
