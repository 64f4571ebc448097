"""Image files: the size is checked before the pixels are decoded."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from tests.zoo.inference.inputs.pictures import png
from zoo.data.files import image_file
from zoo.data.files.image_file import Kind
from zoo.errors import DatasetError

if TYPE_CHECKING:
    from pathlib import Path

GREY = np.arange(6, dtype=np.uint8).reshape(2, 3) * 40


def kind_of(path: Path) -> Kind:
    """The size and colours of an image."""
    with path.open("rb") as file:
        return image_file.kind_of(file, "a.png")


def pixels(path: Path, height: int, width: int, *, coloured: bool) -> np.ndarray:
    """The values of an image."""
    with path.open("rb") as file:
        return image_file.pixels(image_file.read_image(file, "a.png").image, height, width, coloured=coloured)


def empty(width: int, height: int) -> bytes:
    """A PNG file whose header has a size, with almost no pixel data."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b"")]
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def noise(form: str) -> bytes:
    """An image that does not compress well."""
    file = io.BytesIO()
    Image.effect_noise((64, 64), 50).save(file, form)
    return file.getvalue()


def test_a_grey_png_has_its_original_pixels(tmp_path: Path) -> None:
    """The pixels are unchanged."""
    path = tmp_path / "a.png"
    Image.fromarray(GREY).save(path)
    assert kind_of(path) == Kind(2, 3, coloured=False)
    assert pixels(path, 2, 3, coloured=False).tolist() == GREY.tolist()


def test_sixteen_bits_are_scaled_to_eight(tmp_path: Path) -> None:
    """16-bit values are scaled, not clipped."""
    path = tmp_path / "a.png"
    Image.fromarray(GREY.astype(np.uint16) * 257 + 100).save(path)
    assert kind_of(path) == Kind(2, 3, coloured=False)
    assert pixels(path, 2, 3, coloured=False).tolist() == GREY.tolist()


def test_colours_and_grey_are_converted(tmp_path: Path) -> None:
    """An image is converted to the channels of its dataset."""
    path = tmp_path / "a.png"
    Image.new("RGB", (3, 2), (255, 0, 0)).save(path)
    assert kind_of(path) == Kind(2, 3, coloured=True)
    assert pixels(path, 2, 3, coloured=False).tolist() == [[76] * 3] * 2
    Image.fromarray(GREY).save(path)
    assert pixels(path, 2, 3, coloured=True)[0, 1].tolist() == [40, 40, 40]


def test_transparent_pixels_are_white(tmp_path: Path) -> None:
    """Transparent pixels are blended with white."""
    path = tmp_path / "a.png"
    Image.new("RGBA", (1, 1), (0, 0, 0, 0)).save(path)
    assert pixels(path, 1, 1, coloured=True).tolist() == [[[255, 255, 255]]]


def test_a_photograph_is_rotated_by_its_exif_orientation(tmp_path: Path) -> None:
    """This may swap width and height."""
    path, exif = tmp_path / "a.jpg", Image.Exif()
    exif[0x0112] = 6
    Image.new("L", (30, 20)).save(path, exif=exif)
    assert kind_of(path) == Kind(30, 20, coloured=False)
    assert pixels(path, 30, 20, coloured=False).shape == (30, 20)


def test_another_size_is_resized(tmp_path: Path) -> None:
    """An image is resized to the expected size."""
    path = tmp_path / "a.png"
    Image.new("L", (30, 20), 7).save(path)
    assert pixels(path, 2, 3, coloured=False).tolist() == [[7] * 3] * 2


UNREADABLE = "is not a readable PNG, JPEG, WebP, BMP, TIFF or GIF image"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (empty(50_000, 50_000), "has too many pixels; wanted at most 50,000,000"),
        (
            empty(50_000, 20),
            "has 50,000 × 20 pixels; wanted at most 16,384 a side and 50,000,000 in all",
        ),
        (
            empty(9_000, 9_000),
            "has 9,000 × 9,000 pixels; wanted at most 16,384 a side and 50,000,000 in all",
        ),
        (noise("PPM"), UNREADABLE),
        (b"hello", UNREADABLE),
        (b"", UNREADABLE),
    ],
)
def test_an_unsupported_image_is_refused(content: bytes, sentence: str) -> None:
    """It is refused before its pixels are decoded."""
    for read in (image_file.kind_of, image_file.read_image):
        with pytest.raises(DatasetError) as refused:
            read(io.BytesIO(content), "a.png")
        assert str(refused.value) == f"a.png {sentence}"


def test_pixels_of_a_refused_image_are_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the header is read."""
    monkeypatch.setattr(Image.Image, "load", None)
    with pytest.raises(DatasetError, match="50,000 × 20 pixels"):
        image_file.read_image(io.BytesIO(empty(50_000, 20)), "a.png")


@pytest.mark.parametrize(
    "content",
    [
        noise("PNG")[:600],
        noise("PNG")[:20],
        noise("PNG").replace(b"IDAT", b"IDAX"),
        b"\x89PNG\r\n\x1a\n" + b"0" * 99,
        noise("JPEG")[:600],
    ],
    ids=["PNG cut off", "PNG header cut off", "PNG without data", "PNG without header", "JPEG cut off"],
)
def test_a_damaged_image_is_refused(content: bytes) -> None:
    """The message has Pillow's reason, if there is one."""
    with pytest.raises(DatasetError, match=rf"^a.png ({UNREADABLE}|is not a readable image: .+)$"):
        image_file.read_image(io.BytesIO(content), "a.png")


def test_transparency_is_reported_only_if_a_pixel_is_transparent() -> None:
    """An opaque alpha channel is not reported."""
    opaque, clear = (
        image_file.read_image(io.BytesIO(png(np.full((2, 2, 4), alpha, np.uint8))), "a.png")
        for alpha in (255, 0)
    )
    assert (opaque.is_transparent, clear.is_transparent) == (False, True)


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF"])
def test_each_format_is_read(name: str) -> None:
    """All of them are recognised by their first bytes; of a GIF, the first frame is read."""
    image, other = Image.new("L", (4, 3), 40), Image.new("L", (4, 3), 200)
    more = {"save_all": True, "append_images": [other]} if name == "GIF" else {}
    file = io.BytesIO()
    image.save(file, name, **more)
    found = image_file.read_image(file, "a").image.convert("L")
    assert (image_file.has_image(file.getvalue()), found.size) == (True, (4, 3))
    assert np.abs(np.asarray(found).astype(int) - 40).max() <= 2


def test_a_table_has_no_image() -> None:
    """A column may begin with BM."""
    assert not image_file.has_image(b"BMI,age\n1,2\n")
