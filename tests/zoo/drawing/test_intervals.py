"""Means with standard deviations as a picture."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from zoo.drawing.intervals import DOT, NAMES, WIDTH, Spread, draw

SVG = "{http://www.w3.org/2000/svg}"
figures = st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=5)


def dots(picture: str) -> list[float]:
    """The coordinates of the means, from left to right."""
    return [float(each.attrib["cx"]) for each in ET.fromstring(picture).iter(f"{SVG}circle")]


@given(st.lists(figures, min_size=1, max_size=5))
def test_means_are_placed_in_order(rows: list[list[float]]) -> None:
    """Values of any number and distance are inside the picture."""
    spreads = [Spread(f"row {at}", values) for at, values in enumerate(rows)]
    found = dots(draw("title", "val_accuracy", spreads))
    assert len(found) == len(rows)
    assert all(0 < each < NAMES + WIDTH for each in found)
    assert max(found) - min(found) <= WIDTH
    order = sorted(range(len(rows)), key=lambda at: spreads[at].mean)
    assert [found[at] for at in order] == sorted(found)


def test_names_and_values_are_text() -> None:
    """The description has the same values; a name that is too long has a tooltip with the full text."""
    name = "a-model-with-quite-a-long-name with adam, hidden.units=100, rate=0.3 <b>"
    root = ET.fromstring(
        draw("t", "val_accuracy", [Spread(name, [0.8, 0.9], "within noise"), Spread("x", [0.7])])
    )
    described = root.findtext(f"{SVG}desc")
    assert described == f"{name}: 0.85 ± 0.07071, within noise. x: 0.7."
    assert [each.findtext(f"{SVG}title") for each in root.iter(f"{SVG}text") if list(each)] == [name]
    assert {each.attrib["r"] for each in root.iter(f"{SVG}circle")} == {str(DOT)}
