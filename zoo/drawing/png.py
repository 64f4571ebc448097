"""Our SVG pictures as PNG files, drawn by Pillow; only the elements that these pictures have are known."""

from __future__ import annotations

import base64
import io
import math
import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from zoo.drawing.svg import FONT_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from PIL import Image, ImageDraw, ImageFont

    Point = tuple[float, float]

ENDINGS = (".svg", ".png")
"""The file names that a picture can have."""
SCALE = 2
"""Pixels of the file for each of the picture's: sharp on screens with twice the resolution, and in print."""
FINE = 2
"""How much larger it is drawn, so that lines are smooth when it is scaled down."""
MOST = 16_384
"""The longest side in pixels; a longer picture is drawn smaller."""
FONTS = (
    "NotoSansCJK-Regular.ttc",
    "NotoSans-Regular.ttf",
    "DejaVuSans.ttf",
    "Arial Unicode.ttf",
    "malgun.ttf",
)
"""Fonts of systems, tried for text with letters that the font of Pillow lacks."""
PLAIN = re.compile(r"[\x20-\x7e©«°±´·»‘’“”…]*")
"""Text that the font of Pillow has."""
SPELLED = str.maketrans({"×": "x", "–": "-", "—": "-", "−": "-"})
"""What is drawn for these signs if there is no other font."""


def png_of(picture: str) -> bytes:
    """The content of a PNG file of one of our SVG pictures, with its light colours."""
    from PIL import Image, ImageDraw

    root = ET.fromstring(picture)  # noqa: S314 - our own picture
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    scale = min(SCALE * FINE, MOST / max(width, height))
    image = Image.new("RGB", (round(width * scale), round(height * scale)), "white")
    canvas = _Canvas(image, ImageDraw.Draw(image, "RGBA"), scale)
    for each in root:
        canvas.draw(each)
    if scale > SCALE:
        image = image.resize((round(width * SCALE), round(height * SCALE)), Image.Resampling.LANCZOS)
    content = io.BytesIO()
    image.save(content, "PNG", dpi=(96 * SCALE, 96 * SCALE))
    return content.getvalue()


def in_format(picture: str, path: Path) -> str | bytes:
    """The content of a file of one of our SVG pictures: PNG if the file's name says so."""
    return png_of(picture) if path.suffix.lower() == ENDINGS[1] else picture


class _Canvas:
    """An image, and how many of its pixels are one of the picture's."""

    def __init__(self, image: Image.Image, draw: ImageDraw.ImageDraw, scale: float) -> None:
        self.image, self.on, self.scale = image, draw, scale

    def draw(self, element: ET.Element) -> None:
        """Draw an element; one that is not visible is left out."""
        kind = element.tag.rpartition("}")[2]
        drawn = {
            "rect": self._rect,
            "line": self._line,
            "polyline": self._polyline,
            "polygon": self._polygon,
            "circle": self._circle,
            "text": self._text,
            "image": self._picture,
        }
        if kind in drawn:
            drawn[kind](element)

    def _number(self, element: ET.Element, name: str, default: float = 0.0) -> float:
        return float(element.get(name, default)) * self.scale

    def _width(self, element: ET.Element) -> int:
        return max(1, round(self._number(element, "stroke-width", 1)))

    def _fill(self, element: ET.Element) -> Any:
        """The colour of an area: a transparent one is mixed when it is drawn."""
        from PIL import ImageColor

        fill = element.get("fill", "none")
        if fill == "none":
            return None
        return (*ImageColor.getrgb(fill)[:3], round(255 * float(element.get("fill-opacity", 1))))

    def _stroke(self, element: ET.Element) -> str | None:
        stroke = element.get("stroke", "none")
        return None if stroke == "none" else stroke

    def _rect(self, element: ET.Element) -> None:
        if element.get("width") == "100%":
            self.on.rectangle((0, 0, *self.image.size), fill=self._fill(element))
            return
        x, y, width, height = (self._number(element, each) for each in ("x", "y", "width", "height"))
        self.on.rounded_rectangle(
            (x, y, x + width, y + height), self._number(element, "rx"), self._fill(element),
            self._stroke(element), self._width(element),
        )  # fmt: skip

    def _line(self, element: ET.Element) -> None:
        x1, y1, x2, y2 = (self._number(element, each) for each in ("x1", "y1", "x2", "y2"))
        self._stroked([(x1, y1), (x2, y2)], element)

    def _polyline(self, element: ET.Element) -> None:
        self._stroked(self._points(element), element)

    def _stroked(self, places: Sequence[Point], element: ET.Element) -> None:
        lengths = [float(each) * self.scale for each in element.get("stroke-dasharray", "").split()]
        for part in dashed(places, lengths) if lengths else [places]:
            self.on.line(part, fill=self._stroke(element), width=self._width(element), joint="curve")

    def _points(self, element: ET.Element) -> list[Point]:
        pairs = (each.split(",") for each in element.attrib["points"].split())
        return [(float(x) * self.scale, float(y) * self.scale) for x, y in pairs]

    def _polygon(self, element: ET.Element) -> None:
        self.on.polygon(self._points(element), fill=self._fill(element))

    def _circle(self, element: ET.Element) -> None:
        x, y, r = (self._number(element, each) for each in ("cx", "cy", "r"))
        box = (x - r, y - r, x + r, y + r)
        self.on.ellipse(box, self._fill(element), self._stroke(element), self._width(element))

    def _picture(self, element: ET.Element) -> None:
        """A PNG file inside the picture: as large as its place allows, with sharp pixels."""
        from PIL import Image

        content = base64.b64decode(element.attrib["href"].partition(",")[2])
        x, y, width, height = (self._number(element, each) for each in ("x", "y", "width", "height"))
        with Image.open(io.BytesIO(content)) as found:
            times = min(width / found.width, height / found.height)
            size = max(1, round(found.width * times)), max(1, round(found.height * times))
            drawn = found.convert("RGB").resize(size, Image.Resampling.NEAREST)
        self.image.paste(drawn, (round(x + (width - size[0]) / 2), round(y + (height - size[1]) / 2)))

    def _text(self, element: ET.Element) -> None:
        from PIL import Image, ImageDraw

        x, y, fill = self._number(element, "x"), self._number(element, "y"), self._fill(element)
        said, font = _set(element.text or "", round(FONT_SIZE * self.scale))
        anchor = {"start": "l", "middle": "m", "end": "r"}[element.get("text-anchor", "start")] + "m"
        bold = round(self.scale / 4) if element.get("font-weight") == "bold" else 0
        if "transform" not in element.attrib:
            self.on.text((x, y), said, fill, font, anchor, stroke_width=bold)
            return
        side = 2 * round(font.getlength(said)) + 4
        turned = Image.new("RGBA", (side, side), (0, 0, 0, 0))
        ImageDraw.Draw(turned).text((side / 2, side / 2), said, fill, font, anchor, stroke_width=bold)
        turned = turned.rotate(90, Image.Resampling.BICUBIC)  # the only angle of our pictures is -90
        self.image.paste(turned, (round(x - side / 2), round(y - side / 2)), turned)


def dashed(places: Sequence[Point], lengths: Sequence[float]) -> Iterator[list[Point]]:
    """The dashes of a line; `lengths` are those of a dash, a gap, a dash and so on."""
    at, left, part = 0, lengths[0], [places[0]]
    for begin, end in pairwise(places):
        length, done = math.dist(begin, end), 0.0
        while length - done > left:
            done += left
            share = done / length
            place = begin[0] + (end[0] - begin[0]) * share, begin[1] + (end[1] - begin[1]) * share
            if at % 2 == 0:
                yield [*part, place]
            at, part = at + 1, [place]
            left = lengths[at % len(lengths)]
        left -= length - done
        part.append(end)
    if at % 2 == 0:
        yield part


def _set(text: str, size: int) -> tuple[str, ImageFont.FreeTypeFont | ImageFont.ImageFont]:
    """A text and a font that has its letters; without such a font, the text in plain letters."""
    own = _own_font(size)
    if PLAIN.fullmatch(text):
        return text, own
    found = _system_font(size)
    if found is not None:
        return text, found
    letters = unicodedata.normalize("NFKD", text.translate(SPELLED))
    return "".join(each for each in letters if not unicodedata.combining(each)), own


@cache
def _own_font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The font of Pillow."""
    from PIL import ImageFont

    return ImageFont.load_default(size)


@cache
def _system_font(size: int) -> ImageFont.FreeTypeFont | None:
    """The first font of the system that is found, if any."""
    from PIL import ImageFont

    for name in FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return None
