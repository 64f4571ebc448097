"""Our SVG pictures as PNG files."""

from __future__ import annotations

import io
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from tests.zoo.inference.samples import classified, regressed
from tests.zoo.runs.records import RECORD
from zoo.drawing import svg
from zoo.drawing.curves import curves_of, draw
from zoo.drawing.png import SCALE, _system_font, dashed, png_of
from zoo.drawing.strokes import LIGHT
from zoo.inference.picture import draw as draw_evaluation
from zoo.reports.images import data_address, png


def read(picture: str) -> np.ndarray:
    """The pixels of a picture as PNG, of shape (height, width, 3)."""
    return np.array(Image.open(io.BytesIO(png_of(picture))))


def has(pixels: np.ndarray, colour: str) -> bool:
    """Whether some pixels have exactly this colour."""
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return bool((pixels == wanted).all(axis=2).any())


def test_curves_have_the_size_and_the_colours_of_their_picture() -> None:
    """At twice the resolution."""
    runs = [replace(curves_of(RECORD), name=f"{at:04}") for at in range(3)]
    picture = draw(runs)
    pixels, root = read(picture), ET.fromstring(picture)
    width, height = (SCALE * int(root.attrib[each]) for each in ("width", "height"))
    assert pixels.shape == (height, width, 3)
    assert [has(pixels, each) for each in LIGHT[:4]] == [True, True, True, False]


def test_shapes_are_drawn_where_they_are() -> None:
    """In areas without a border, the colour is exact; text is drawn, also turned."""
    shapes = [
        svg.ground(),
        svg.element("rect", x=10, y=10, width=20, height=20, fill="rgb(255, 0, 0)"),
        svg.element("circle", cx=50, cy=20, r=8, fill="#0000ff", fill_opacity="0.5"),
        svg.element("polygon", points="70,10 90,10 90,30 70,30", fill="#00ff00"),
        svg.element("polyline", points="10,50 90,50", stroke="#ff00ff", stroke_width="4", fill="none"),
        svg.text(10, 80, "Text 글자", weight="bold"),
        svg.text(80, 80, "turned", anchor="middle", turn=-90),
    ]
    pixels = read(svg.document((100, 120), "title", "", shapes))
    places = {
        (20, 20): (255, 0, 0),
        (50, 20): (127, 127, 255),
        (80, 20): (0, 255, 0),
        (40, 50): (255, 0, 255),
    }
    found = {place: tuple(map(int, pixels[2 * place[1], 2 * place[0]])) for place in places}
    assert found == {place: pytest.approx(colour, abs=1) for place, colour in places.items()}
    wide, high = (
        np.argwhere(part.min(axis=2) < 128) for part in (pixels[140:180, :120], pixels[112:220, 140:180])
    )
    assert np.ptp(wide[:, 1]) > np.ptp(wide[:, 0])
    assert np.ptp(high[:, 0]) > np.ptp(high[:, 1])


@pytest.mark.parametrize(
    "found", [classified([0, 1, 1], [0, 1, 0], "cat", "dog"), regressed([1.0, 2.0], [1.5, 2.5])]
)
def test_an_evaluation_can_be_drawn(found: object) -> None:
    """The confusion matrix, and predicted against true values."""
    picture = Image.open(io.BytesIO(png_of(draw_evaluation(found))))
    assert len(picture.getcolors(1 << 24) or ()) > 3  # type: ignore[arg-type]


def test_dashes_have_their_lengths() -> None:
    """They go on around a corner, and the last one is cut."""
    line = [(0.0, 0.0), (10.0, 0.0), (10.0, 5.0)]
    corner = [(8.0, 0.0), (10.0, 0.0), (10.0, 4.0)]
    assert [*dashed(line, [6, 2])] == [[(0.0, 0.0), (6.0, 0.0)], corner]
    assert [*dashed(line, [6, 2, 20])] == [[(0.0, 0.0), (6.0, 0.0)], [*corner[:2], (10.0, 5.0)]]


def test_a_very_long_picture_is_drawn_smaller() -> None:
    """A file of any size would take all memory."""
    pixels = read(svg.document((100_000, 100), "title", "", [svg.ground()]))
    assert max(pixels.shape) <= 16_384


def test_an_image_keeps_its_shape_and_its_pixels() -> None:
    """It is centred in its place, and its pixels stay sharp."""
    image = png(np.array([[[255, 0, 0], [0, 0, 255]]], np.uint8))
    place = svg.element("image", href=data_address(image), x=10, y=10, width=20, height=20)
    pixels = read(svg.document((40, 40), "title", "", [svg.ground(), place]))
    assert pixels.shape == (80, 80, 3)
    middle = pixels[40, [12, 28, 32, 48, 52, 68]].tolist()
    assert middle == [[255] * 3, *[[255, 0, 0]] * 2, *[[0, 0, 255]] * 2, [255] * 3]
    assert pixels[[22, 38, 42, 58], 50].tolist() == [[255] * 3, *[[0, 0, 255]] * 2, [255] * 3]


def test_signs_that_no_font_has_are_spelled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system without fonts shows "28x28" and "e", no empty boxes."""
    monkeypatch.setattr("zoo.drawing.png.FONTS", ())
    _system_font.cache_clear()

    def page(*said: str) -> np.ndarray:
        return read(
            svg.document((100, 40), "", "", [svg.ground(), *(svg.text(5, 20, each) for each in said)])
        )

    try:
        assert np.array_equal(page("28×28 – é"), page("28x28 - e"))
    finally:
        _system_font.cache_clear()
