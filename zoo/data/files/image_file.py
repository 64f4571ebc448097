"""Image files: the only reader, for training data and for prediction inputs.

The format is one of a list, and the size of an image is checked before its pixels are decoded. Of an image
with several frames or pages, the first is read.
"""

from __future__ import annotations

import contextlib
import warnings
from typing import IO, TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.errors import DatasetError, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

SUFFIXES = (".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".bmp", ".tif", ".tiff", ".gif")
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF")
"""Pillow's decoders for them; others, such as EPS, start programs or are rarely used."""
BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF87a", b"GIF89a")
"""The first bytes of most of them."""
NAMES = "PNG, JPEG, WebP, BMP, TIFF or GIF"
GREY, COLOUR = ("1", "L", "LA"), ("P", "PA", "RGB", "RGBA", "CMYK", "YCbCr")
SIXTEEN = ("I;16", "I;16B", "I;16L", "I")
"""16-bit grey; the name depends on Pillow's version."""
BYTE, WORD = 255, 257
"""White in 8 bits; a 16-bit value divided by its 8-bit value."""
LONGEST, MOST = 16_384, 50_000_000
"""Pixels of a side and of a whole image; photographs have at most 50 million."""
ORIENTATION, TURNED = 0x0112, (5, 6, 7, 8)
"""The EXIF tag for the camera's orientation, and its values that swap height and width."""


def has_image(head: bytes) -> bool:
    """Whether the first bytes of a file are those of an image in one of the formats."""
    return (
        head.startswith(BEGINNINGS)
        or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
        or (head[:2] == b"BM" and head[6:10] == bytes(4))
    )


class Kind(NamedTuple):
    """Height and width in pixels, with the EXIF orientation applied, and whether the image has colours."""

    height: int
    width: int
    coloured: bool


class Decoded(NamedTuple):
    """An image with 8 bits a channel, grey (mode L) or coloured (RGB).

    The EXIF orientation is applied. Transparent pixels are blended with white; `is_transparent` tells whether
    there were any.
    """

    image: Image
    is_transparent: bool


def kind_of(file: IO[bytes], subject: str) -> Kind:
    """The size and colours of an image; raises DatasetError as `read_image`.

    The pixels are decoded too, so that a damaged file is found.
    """
    with _opened(file, subject) as image:
        image.load()
        width, height = image.size
        if image.getexif().get(ORIENTATION) in TURNED:
            width, height = height, width
        return Kind(height, width, image.mode in COLOUR)


def read_image(file: IO[bytes], subject: str) -> Decoded:
    """Decode an image.

    Args:
        file: A seekable binary file.
        subject: What messages call the file.

    Raises:
        DatasetError: The file is in none of the formats, is damaged, or has too many pixels.
    """
    from PIL import ImageOps

    with _opened(file, subject) as image:
        upright = _in_eight_bits(ImageOps.exif_transpose(image))
        is_grey = upright.mode in GREY
        is_transparent = False
        if upright.has_transparency_data:
            upright, is_transparent = _on_white(upright.convert("RGBA"))
        return Decoded(upright.convert("L" if is_grey else "RGB"), is_transparent)


def pixels(image: Image, height: int, width: int, *, coloured: bool) -> np.ndarray:
    """The values of a decoded image, resized where necessary.

    Returns:
        uint8 of shape (height, width), or (height, width, 3) for `coloured`.
    """
    from PIL.Image import Resampling

    converted = image.convert("RGB" if coloured else "L")
    if converted.size != (width, height):
        converted = converted.resize((width, height), Resampling.BILINEAR)
    return np.asarray(converted)


def _in_eight_bits(image: Image) -> Image:
    """The image, scaled to 8 bits where it has 16; Pillow's own `convert` would clip the values."""
    if image.mode not in SIXTEEN:
        return image
    from PIL import Image as pillow  # noqa: N813 - as above

    eight = np.rint(np.asarray(image) / WORD).clip(0, BYTE).astype(np.uint8)
    return pillow.fromarray(eight)


def _on_white(image: Image) -> tuple[Image, bool]:
    """An RGBA image blended with white, and whether any pixel was transparent."""
    from PIL import Image as pillow  # noqa: N813 - as above

    is_transparent = bool(np.asarray(image)[..., 3].min() < BYTE)
    return pillow.alpha_composite(pillow.new("RGBA", image.size, "white"), image), is_transparent


@contextlib.contextmanager
def _opened(file: IO[bytes], subject: str) -> Iterator[Image]:
    """The image with only its header read; any error, also in the body, becomes a DatasetError."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of images larger than our own limit, and of odd metadata
            with Image.open(file, formats=FORMATS) as image:
                _check(subject, image)
                yield image
    except DatasetError:
        raise
    except Image.DecompressionBombError:
        raise DatasetError(f"{subject} has too many pixels; wanted at most {MOST:,}") from None
    except UnidentifiedImageError:
        raise DatasetError(f"{subject} is not a readable {NAMES} image") from None
    except Exception as error:  # noqa: BLE001 - Pillow's decoders raise many types for damaged files
        reason = shorten(" ".join(str(error).split()) or type(error).__name__, 100)
        raise DatasetError(f"{subject} is not a readable image: {reason}") from None


def _check(subject: str, image: Image) -> None:
    width, height = image.size
    if max(width, height) > LONGEST or width * height > MOST:
        found = f"{width:,} × {height:,} pixels"
        raise DatasetError(f"{subject} has {found}; wanted at most {LONGEST:,} a side and {MOST:,} in all")
    if image.mode not in (*GREY, *SIXTEEN, *COLOUR):
        raise DatasetError(
            f"{subject} has pixels of mode {image.mode}; wanted grey, or colours with 8 bits a channel"
        )
