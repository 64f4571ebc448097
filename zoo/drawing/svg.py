"""SVG elements; text is always escaped, so that untrusted text can't become markup."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, tostring

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FONT_SIZE = 13
INK = "#1b1b1b"
SCOPE = "zoo-picture"
WIDE, NARROW = 1.0, 0.58
"""Approximate width of a letter as a part of its height: wide letters such as Hangul, and all others."""


def element(tag: str, *children: Element, text: str = "", **attributes: str | float) -> Element:
    """An element; `stroke_width` becomes `stroke-width`, and `class_` becomes `class`."""
    named = {name.strip("_").replace("_", "-"): _written(value) for name, value in attributes.items()}
    made = Element(tag, named)
    made.text = clean(text) or None
    made.extend(children)
    return made


def document(
    size: tuple[float, float], title: str, description: str, children: Iterable[Element], style: str = ""
) -> str:
    """A complete SVG file; screen readers read its title and its description.

    `style` is CSS for the class SCOPE, so that it does not affect the rest of a page.
    """
    width, height = size
    root = element(
        "svg",
        element("title", text=title),
        element("desc", text=description),
        *([element("style", text=style)] if style else []),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        **({"class_": SCOPE} if style else {}),
        width=width,
        height=height,
        viewBox=f"0 0 {_written(width)} {_written(height)}",
        font_family="system-ui, sans-serif",
        font_size=FONT_SIZE,
    )
    return tostring(root, encoding="unicode") + "\n"


def text(
    x: float,
    y: float,
    shown: str,
    *,
    anchor: str = "start",
    weight: str = "normal",
    fill: str = INK,
    turn: float = 0,
    whole: str = "",
) -> Element:
    """Text that is vertically centred at `y`, rotated by `turn` degrees.

    `whole` is the full text, shown as a tooltip.
    """
    made = element("text", text=shown, x=x, y=y, text_anchor=anchor, dy="0.35em", fill=fill)
    if fill == INK:
        made.set("class", "ink")
    if weight != "normal":
        made.set("font-weight", weight)
    if turn:
        made.set("transform", f"rotate({_written(turn)} {_written(x)} {_written(y)})")
    if whole and whole != shown:
        made.append(element("title", text=whole))
    return made


def ground() -> Element:
    """The background of a picture."""
    return element("rect", width="100%", height="100%", fill="#fff", class_="ground")


def points(places: Iterable[tuple[float, float]]) -> str:
    """Coordinates as the `points` of a polyline."""
    return " ".join(f"{_written(x)},{_written(y)}" for x, y in places)


def clean(text: str) -> str:
    """Text without characters that XML does not allow, and without bidirectional ones."""
    return "".join(each if each.isprintable() else "\ufffd" for each in text)


def width_of(text: str, size: float = FONT_SIZE) -> float:
    """The approximate width of a text."""
    return size * sum(WIDE if unicodedata.east_asian_width(each) in "WF" else NARROW for each in text)


def shortened(text: str, width: float, size: float = FONT_SIZE) -> str:
    """The text, or as much of its beginning as fits, with an ellipsis."""
    if width_of(text, size) <= width:
        return text
    end = len(text)
    while end and width_of(text[:end] + "…", size) > width:
        end -= 1
    return f"{text[:end].rstrip()}…"


def told_apart(texts: Sequence[str], width: float) -> list[str]:
    """The texts shortened: at the end, or at the beginning where different ones would look the same."""
    cut = {text: shortened(text, width) for text in texts}
    many = Counter(cut.values())
    return [cut[text] if many[cut[text]] == 1 else shortened(text[::-1], width)[::-1] for text in texts]


def _written(value: str | float) -> str:
    return clean(value) if isinstance(value, str) else f"{round(value, 1):g}"
