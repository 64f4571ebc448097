"""One image in a file: looked at before it is decoded, and decoded as bytes."""

from __future__ import annotations

import contextlib
import warnings
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PIL.Image import Image

SUFFIXES = (".png", ".jpg", ".jpeg")
FORMATS = ("PNG", "JPEG")
GREY, COLOUR = ("1", "L", "LA"), ("P", "PA", "RGB", "RGBA", "CMYK", "YCbCr")
SIXTEEN = ("I;16", "I;16B", "I;16L", "I")
"""Grey in 16 bits, by whichever name Pillow's version has for what is in a PNG file."""
BYTE, WORD = 255, 257
"""White in 8 bits, and what 16 bits of a pixel are more than 8."""
LONGEST, MOST = 16_384, 50_000_000
"""Pixels of a side, and of an image: a photograph has 50 millions at most."""
ORIENTATION, TURNED = 0x0112, (5, 6, 7, 8)
"""The EXIF tag that says how a camera was held, and where it exchanges height and width."""


class Kind(NamedTuple):
    """Height and width in pixels as they are seen, and whether it has colours."""

    height: int
    width: int
    coloured: bool


def kind_of(path: Path) -> Kind:
    """What an image is, from its first bytes alone; raises DatasetError where it is none that can be used."""
    with _opened(path) as image:
        width, height = image.size
        if image.getexif().get(ORIENTATION) in TURNED:
            width, height = height, width
        return Kind(height, width, image.mode in COLOUR)


def pixels(path: Path, height: int, width: int, *, coloured: bool) -> np.ndarray:
    """An image as bytes: uint8 of shape (height, width), with three channels where it is `coloured`.

    It is turned as the camera was held, resized where it has another size, and what is transparent is
    white. Raises DatasetError where it can't be decoded.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415 - 60 ms, and only for images

    with _opened(path) as image:
        upright = in_eight_bits(ImageOps.exif_transpose(image))
        if upright.has_transparency_data:
            upright = upright.convert("RGBA")
            upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright)
        converted = upright.convert("RGB" if coloured else "L")
        if converted.size != (width, height):
            converted = converted.resize((width, height), Image.Resampling.BILINEAR)
        return np.asarray(converted)


def in_eight_bits(image: Image) -> Image:
    """An image of 16 bits as one of 8, which Pillow's own `convert` would cut off at white."""
    if image.mode not in SIXTEEN:
        return image
    from PIL import Image as pillow  # noqa: N813, PLC0415 - as above

    eight = np.rint(np.asarray(image) / WORD).clip(0, BYTE).astype(np.uint8)
    return pillow.fromarray(eight)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Image]:
    """The image, of which nothing is decoded yet; what goes wrong inside becomes DatasetError."""
    try:
        from PIL import Image  # noqa: PLC0415 - as above
    except ImportError:
        raise DatasetError('images need Pillow; pip install "pillow>=11"') from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
            with Image.open(path, formats=FORMATS) as image:
                _check(path, image)
                yield image
    except DatasetError:
        raise
    except Image.DecompressionBombError:
        raise DatasetError(f"{path} has too many pixels; wanted at most {MOST:,}") from None
    except Exception as error:  # noqa: BLE001 - Pillow's decoders raise whatever a damaged file makes them
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        if isinstance(error, OSError) and error.strerror:
            reason = error.strerror.lower()
        elif reason.startswith("cannot identify"):
            reason = "it is no PNG or JPEG"
        raise DatasetError(f"{path} can't be read as an image: {reason}") from None


def _check(path: Path, image: Image) -> None:
    width, height = image.size
    if max(width, height) > LONGEST or width * height > MOST:
        found = f"{width:,} × {height:,} pixels"
        raise DatasetError(f"{path} has {found}; wanted at most {LONGEST:,} a side and {MOST:,} in all")
    if image.mode not in (*GREY, *SIXTEEN, *COLOUR):
        raise DatasetError(
            f"{path} has pixels of the mode {image.mode}; wanted grey, or 8 bits for each colour"
        )
