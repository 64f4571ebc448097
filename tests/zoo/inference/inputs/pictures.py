"""Image files, made in memory."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image


def png(values: Any, mode: str | None = None, **options: Any) -> bytes:
    """A PNG file of these pixels."""
    return _file(Image.fromarray(np.asarray(values), mode), "PNG", **options)


def jpeg(values: Any, **options: Any) -> bytes:
    """A JPEG file of these pixels."""
    return _file(Image.fromarray(np.asarray(values)), "JPEG", **options)


def _file(picture: Image.Image, form: str, **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()
