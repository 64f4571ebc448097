"""The IDX file format of MNIST: http://yann.lecun.com/exdb/mnist/."""

from __future__ import annotations

import numpy as np

UNSIGNED_BYTES = 0x08


def decode(content: bytes) -> np.ndarray:
    """The array in an unpacked IDX file of unsigned bytes; ValueError for any other content."""
    if len(content) < 4 or content[:3] != bytes((0, 0, UNSIGNED_BYTES)):  # noqa: PLR2004 - magic number
        msg = "not an IDX file of unsigned bytes"
        raise ValueError(msg)
    axes = content[3]
    shape = tuple(int(size) for size in np.frombuffer(content, ">u4", count=axes, offset=4))
    return np.frombuffer(content, np.uint8, offset=4 + 4 * axes).reshape(shape)


def encode(array: np.ndarray) -> bytes:
    """An array of unsigned bytes as the content of an unpacked IDX file."""
    header = bytes((0, 0, UNSIGNED_BYTES, array.ndim))
    return header + np.array(array.shape, ">u4").tobytes() + array.astype(np.uint8).tobytes()
