"""A picture's file as an example: of the size, the channels and the brightness of the training images."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

import numpy as np

from zoo.data.image import in_eight_bits
from zoo.data.pixels import BYTE, border_of, from_bytes, is_image
from zoo.prediction.wanted import Found, Unfit, Wanted

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("PNG", "JPEG")
SIDE = 16_384
"""Most pixels of a side; a picture that is longer was made to cost memory."""
DARK, MIDDLE, LIGHT = 0.25, 0.5, 0.75
"""A border that is darker, or lighter, than this is a background."""


def read_image(content: bytes, name: str, wanted: Wanted) -> Found:
    """The picture in a PNG or JPEG file, and what had to be done to it.

    It is turned as its EXIF says; what it is transparent at is white. Raises Unfit where it is none,
    is cut off, or is larger than anybody's picture, which is seen before it is decoded.
    """
    if wanted.pixels is None:
        unknown = ", and which values are black and white to the model is not known"
        values = f"examples of shape {wanted.shape}, from .npy, .npz or CSV"
        why = unknown if is_image(wanted.shape) else ""
        raise Unfit(f"{name} is a picture{why}; wanted {values}")
    from PIL import Image, ImageOps  # noqa: PLC0415 - for pictures alone

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture: Image.Image = Image.open(io.BytesIO(content), formats=FORMATS)
            if max(picture.size) <= SIDE:
                picture.load()
                picture = ImageOps.exif_transpose(picture)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Unfit(f"{name} has more than {Image.MAX_IMAGE_PIXELS or 0:,} pixels; wanted fewer") from None
    except Exception as error:  # noqa: BLE001 - Pillow's decoders raise whatever goes wrong in them
        reason = " ".join(str(error).split())[:100] or type(error).__name__
        raise Unfit(f"{name} is a damaged picture: {reason}") from None
    if max(picture.size) > SIDE:
        raise Unfit(f"{name} has {_size(picture)} pixels; wanted at most {SIDE:,} a side")
    changes: list[str] = []
    height, width, *axes = wanted.shape
    picture = _in_channels(picture, changes, coloured=axes == [3])
    if picture.size != (width, height):
        changes.insert(0, f"resized from {_size(picture)} to {width:,}×{height:,}")
        picture = picture.resize((width, height), Image.Resampling.BILINEAR)
    image = np.asarray(picture, np.uint8).reshape(wanted.shape)
    background = _other_background(image, wanted.pixels.border) if axes != [3] else ""
    if background:
        changes.append(f"inverted ({background} background)")
        image = BYTE - image
    return Found(from_bytes(image, wanted.pixels)[np.newaxis], tuple(changes))


def _in_channels(picture: Image.Image, changes: list[str], *, coloured: bool) -> Image.Image:
    """The picture in 8 bits, grey or coloured, in front of white."""
    from PIL import Image  # noqa: PLC0415 - as above

    picture = in_eight_bits(picture)
    if picture.has_transparency_data:
        front = picture.convert("RGBA")
        if np.asarray(front)[..., 3].min() < BYTE:
            changes.append("put in front of white")
        picture = Image.alpha_composite(Image.new("RGBA", front.size, "white"), front).convert(
            "L" if picture.mode in ("L", "LA") else "RGB"
        )
    if coloured:
        return picture.convert("RGB")
    if picture.mode not in ("1", "L"):
        changes.append("turned to grey")
    return picture.convert("L")


def _other_background(image: np.ndarray, border: float) -> str:
    """What the background is called where it is light and that of the training images dark, or the reverse.

    Neither of 1,797 digits and 70,000 clothes has such a border among its own.
    """
    found = border_of(image) / BYTE
    if border < DARK and found > MIDDLE:
        return "light"
    return "dark" if border > LIGHT and found < MIDDLE else ""


def _size(picture: Image.Image) -> str:
    width, height = picture.size
    return f"{width:,}×{height:,}"
