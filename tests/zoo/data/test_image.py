"""One image: its size is known before it is decoded, and what can't be used is refused."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from zoo.data.image import Kind, kind_of, pixels
from zoo.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GREY = np.arange(6, dtype=np.uint8).reshape(2, 3) * 40


def png(path: Path, width: int, height: int) -> None:
    """A file that says it has so many pixels, and has next to none."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b"")]
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(packed))


def torn(path: Path) -> None:
    """A file whose end is missing."""
    Image.effect_noise((64, 64), 50).save(path)
    path.write_bytes(path.read_bytes()[:600])


def test_a_grey_png_has_the_bytes_that_were_written(tmp_path: Path) -> None:
    """Neither scaled nor turned."""
    path = tmp_path / "a.png"
    Image.fromarray(GREY).save(path)
    assert kind_of(path) == Kind(2, 3, coloured=False)
    assert pixels(path, 2, 3, coloured=False).tolist() == GREY.tolist()


def test_sixteen_bits_are_made_eight(tmp_path: Path) -> None:
    """Each 65,535th a 255th: nothing is cut off at white."""
    path = tmp_path / "a.png"
    Image.fromarray(GREY.astype(np.uint16) * 257 + 100).save(path)
    assert kind_of(path) == Kind(2, 3, coloured=False)
    assert pixels(path, 2, 3, coloured=False).tolist() == GREY.tolist()


def test_colours_become_grey_and_grey_three_channels(tmp_path: Path) -> None:
    """As the others of its dataset are."""
    path = tmp_path / "a.png"
    Image.new("RGB", (3, 2), (255, 0, 0)).save(path)
    assert kind_of(path) == Kind(2, 3, coloured=True)
    assert pixels(path, 2, 3, coloured=False).tolist() == [[76] * 3] * 2
    Image.fromarray(GREY).save(path)
    assert pixels(path, 2, 3, coloured=True)[0, 1].tolist() == [40, 40, 40]


def test_what_is_transparent_is_white(tmp_path: Path) -> None:
    """As on paper."""
    path = tmp_path / "a.png"
    Image.new("RGBA", (1, 1), (0, 0, 0, 0)).save(path)
    assert pixels(path, 1, 1, coloured=True).tolist() == [[[255, 255, 255]]]


def test_a_photograph_is_turned_as_the_camera_was_held(tmp_path: Path) -> None:
    """Its width is then its height."""
    path, exif = tmp_path / "a.jpg", Image.Exif()
    exif[0x0112] = 6
    Image.new("L", (30, 20)).save(path, exif=exif)
    assert kind_of(path) == Kind(30, 20, coloured=False)
    assert pixels(path, 30, 20, coloured=False).shape == (30, 20)


def test_another_size_is_resized(tmp_path: Path) -> None:
    """To the one that is wanted."""
    path = tmp_path / "a.png"
    Image.new("L", (30, 20), 7).save(path)
    assert pixels(path, 2, 3, coloured=False).tolist() == [[7] * 3] * 2


@pytest.mark.parametrize(
    ("write", "sentence"),
    [
        (lambda path: png(path, 50_000, 50_000), "has too many pixels; wanted at most 50,000,000"),
        (
            lambda path: png(path, 50_000, 20),
            "has 50,000 × 20 pixels; wanted at most 16,384 a side and 50,000,000 in all",
        ),
        (
            lambda path: png(path, 9_000, 9_000),
            "has 9,000 × 9,000 pixels; wanted at most 16,384 a side and 50,000,000 in all",
        ),
        (
            lambda path: Image.new("L", (2, 2)).save(path, "GIF"),
            "can't be read as an image: it is no PNG or JPEG",
        ),
        (lambda path: path.write_text("hello"), "can't be read as an image: it is no PNG or JPEG"),
        (lambda path: path.write_bytes(b""), "can't be read as an image: it is no PNG or JPEG"),
        (lambda path: None, "can't be read as an image: no such file or directory"),
    ],
)
def test_what_can_not_be_used_is_refused(
    tmp_path: Path, write: Callable[[Path], None], sentence: str
) -> None:
    """Before a pixel of it is decoded."""
    path = tmp_path / "a.png"
    write(path)
    with pytest.raises(DatasetError) as refused:
        kind_of(path)
    assert str(refused.value) == f"{path} {sentence}"


def test_an_image_that_is_cut_off_is_refused_when_it_is_decoded(tmp_path: Path) -> None:
    """Its beginning says nothing of its end."""
    path = tmp_path / "a.png"
    torn(path)
    with pytest.raises(DatasetError, match=r"a.png can't be read as an image: image file is truncated$"):
        pixels(path, 64, 64, coloured=False)
