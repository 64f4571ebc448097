"""Files in the format safetensors: written byte for byte the same from the same weights, and read safely.

::

    size of the header    in bytes: 8 bytes, little-endian
    header                JSON: dtype, shape and place of each array by its name
    arrays                raw bytes, without gaps

https://huggingface.co/docs/safetensors describes the format. Nothing in such a file is executed.
"""

from __future__ import annotations

import json
from math import prod
from typing import TYPE_CHECKING, Any, TypeGuard

from zoo.errors import ZooError, shorten
from zoo.specs.weights import DTYPES
from zoo.weights.array import Array

if TYPE_CHECKING:
    from collections.abc import Iterable

LENGTH = 8
LARGEST_HEADER = 10_000_000
"""Bytes of a header; one of 50,000 variables needs 5,000,000."""
METADATA = "__metadata__"
CODES = {
    **{name: f"{name[0].upper()}{8 * size}" for name, size in DTYPES.items()},
    "bool": "BOOL",
    "bfloat16": "BF16",
}
"""The names of dtypes in the file: F32, U8."""
NAMES = {code: name for name, code in CODES.items()}


class UnreadableWeights(ZooError):
    """A file that is not in the format safetensors; the message continues its name."""


def dumps(arrays: Iterable[Array]) -> bytes:
    """The content of a file with these arrays: larger dtypes first, then by name, as the library does."""
    ordered = sorted(arrays, key=lambda each: (-DTYPES[each.dtype], each.name))
    header: dict[str, Any] = {}
    place = 0
    for each in ordered:
        end = place + len(each.content)
        header[each.name] = {
            "dtype": CODES[each.dtype],
            "shape": list(each.shape),
            "data_offsets": [place, end],
        }
        place = end
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % LENGTH)
    return b"".join([len(text).to_bytes(LENGTH, "little"), text, *(each.content for each in ordered)])


def loads(content: bytes) -> dict[str, Array]:
    """The arrays in the content of a file by name, in the order of their places.

    Raises:
        UnreadableWeights: It is not in this format, or the places overlap or leave gaps.
    """
    begin = LENGTH + _header_length(content)
    rows = _header(content[LENGTH:begin])
    rows.pop(METADATA, None)
    found = sorted((_checked(name, row) for name, row in rows.items()), key=lambda each: each[1:3])
    body, place = memoryview(content)[begin:], 0
    arrays = {}
    for name, start, end, dtype, shape in found:
        if start < place:
            raise UnreadableWeights(f"has overlapping variables: {shorten(name)} begins at byte {start:,}")
        if start > place:
            raise UnreadableWeights(f"has a gap before {shorten(name)}")
        if end > len(body):
            raise UnreadableWeights(f"is truncated: {shorten(name)} ends at byte {end:,} of {len(body):,}")
        arrays[name] = Array(name, dtype, shape, bytes(body[start:end]))
        place = end
    if place != len(body):
        raise UnreadableWeights(f"has {len(body) - place:,} bytes after the last variable")
    return arrays


def _header_length(content: bytes) -> int:
    length = int.from_bytes(content[:LENGTH], "little")
    if len(content) < LENGTH:
        raise UnreadableWeights(f"is truncated: {len(content):,} bytes")
    if length > LARGEST_HEADER:
        raise UnreadableWeights(f"has a header of {length:,} bytes; wanted at most {LARGEST_HEADER:,}")
    if length > len(content) - LENGTH:
        raise UnreadableWeights(f"is truncated: its header has {length:,} bytes, the file {len(content):,}")
    return length


def _header(text: bytes) -> dict[str, Any]:
    try:
        table = json.loads(text.decode(), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise UnreadableWeights("is not a safetensors file: its header is not valid JSON") from None
    if not isinstance(table, dict):
        raise UnreadableWeights("is not a safetensors file: its header is not a table")
    return table


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise ValueError("a name is twice in it")
    return table


def _checked(name: str, row: Any) -> tuple[str, int, int, str, tuple[int, ...]]:
    """Name, begin, end, dtype and shape of an array in the header."""
    known: dict[str, Any] = row if isinstance(row, dict) else {}
    code, shape, places = (known.get(key) for key in ("dtype", "shape", "data_offsets"))
    dtype = NAMES.get(code) if isinstance(code, str) else None
    if dtype is None:
        raise UnreadableWeights(f"has {shorten(name)} with the dtype {shorten(code)}, which is not known")
    if not _are_sizes(shape) or not _are_sizes(places) or len(places) != 2:  # noqa: PLR2004 - begin and end
        raise UnreadableWeights(f"has {shorten(name)} with a shape or a place that is not valid")
    begin, end = places
    if end - begin != prod(shape) * DTYPES[dtype]:
        sizes = f"{end - begin:,} bytes for {dtype} {shorten(list(shape))}"
        raise UnreadableWeights(f"has {shorten(name)} with {sizes}")
    return name, begin, end, dtype, tuple(shape)


def _are_sizes(values: Any) -> TypeGuard[list[int]]:
    """Whether this is a list of whole numbers that are no larger than a file can be."""
    return isinstance(values, list) and all(type(each) is int and 0 <= each < 2**48 for each in values)
