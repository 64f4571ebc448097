"""Files in the format safetensors."""

from __future__ import annotations

import contextlib
import json
from math import prod
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoo.specs.weights import DTYPES
from zoo.weights.array import Array
from zoo.weights.safetensors import UnreadableWeights, dumps, loads


@st.composite
def arrays(draw: st.DrawFn) -> list[Array]:
    """Arrays with different names."""
    names = draw(st.lists(st.text("ab/_é", min_size=1), unique=True, max_size=4))
    found = []
    for name in names:
        dtype = draw(st.sampled_from(sorted(DTYPES)))
        shape = tuple(draw(st.lists(st.integers(0, 3), max_size=3)))
        size = prod(shape) * DTYPES[dtype]
        found.append(Array(name, dtype, shape, draw(st.binary(min_size=size, max_size=size))))
    return found


@given(arrays())
def test_arrays_are_read_as_they_were_written(found: list[Array]) -> None:
    """The bytes are the same in any order of the arrays."""
    content = dumps(found)
    assert loads(content) == {each.name: each for each in found}
    assert dumps(reversed(found)) == content


def test_the_content_is_that_of_the_library() -> None:
    """As `safetensors.numpy.save` writes it: larger dtypes first, then by name; the header ends at 8 bytes."""
    half = Array("a", "float16", (2,), b"abcd")
    whole = Array("b/kernel", "float32", (1, 1), b"efgh")
    header = (
        b'{"b/kernel":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},'
        b'"a":{"dtype":"F16","shape":[2],"data_offsets":[4,8]}}    '
    )
    assert dumps([half, whole]) == len(header).to_bytes(8, "little") + header + b"efghabcd"


def file_of(header: Any, body: bytes = b"") -> bytes:
    """A file with this header, text or a table."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + body


def row(begin: int, end: int, shape: Any = (1,), dtype: str = "F32") -> dict[str, Any]:
    """The entry of an array in the header."""
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is truncated: 0 bytes"),
        ((100_000_000).to_bytes(8, "little"), "has a header of 100,000,000 bytes; wanted at most 10,000,000"),
        ((2**63).to_bytes(8, "little"), f"has a header of {2**63:,} bytes; wanted at most 10,000,000"),
        ((9).to_bytes(8, "little") + b"{}", "is truncated: its header has 9 bytes, the file 10"),
        (file_of(b"\xff{}"), "is not a safetensors file: its header is not valid JSON"),
        (file_of(b"[" * 9_999), "is not a safetensors file: its header is not valid JSON"),
        (file_of(b'{"a": {}, "a": {}}'), "is not a safetensors file: its header is not valid JSON"),
        (file_of([]), "is not a safetensors file: its header is not a table"),
        (file_of({"a": 1}), "has a with the dtype None, which is not known"),
        (file_of({"a": row(0, 4, dtype="F8")}), "has a with the dtype F8, which is not known"),
        (file_of({"a": row(0, 4, shape=[-1])}), "has a with a shape or a place that is not valid"),
        (file_of({"a": row(0, 4, shape=[True])}), "has a with a shape or a place that is not valid"),
        (file_of({"a": row(0, 2**64)}), "has a with a shape or a place that is not valid"),
        (file_of({"a": row(4, 0)}), "has a with -4 bytes for float32 [1]"),
        (
            file_of({"a": row(0, 4, shape=[2**40, 2**40])}),
            f"has a with 4 bytes for float32 [{2**40}, {2**40}]",
        ),
        (file_of({"a": row(0, 4)}), "is truncated: a ends at byte 4 of 0"),
        (
            file_of({"a": row(0, 4), "b": row(2, 6)}, b"123456"),
            "has overlapping variables: b begins at byte 2",
        ),
        (file_of({"a": row(0, 4), "b": row(0, 4)}, b"1234"), "has overlapping variables: b begins at byte 0"),
        (file_of({"a": row(2, 6)}, b"123456"), "has a gap before a"),
        (file_of({"a": row(0, 4)}, b"123456"), "has 2 bytes after the last variable"),
    ],
)
def test_what_is_not_valid_is_refused(content: bytes, sentence: str) -> None:
    """Before any of it is used."""
    with pytest.raises(UnreadableWeights) as refused:
        loads(content)
    assert str(refused.value) == sentence


def test_metadata_is_ignored() -> None:
    """Other libraries write the name of their framework into it."""
    content = file_of({"__metadata__": {"format": "pt"}, "a": row(0, 4)}, b"1234")
    assert loads(content) == {"a": Array("a", "float32", (1,), b"1234")}


@given(arrays(), st.data())
def test_a_damaged_file_is_read_or_refused(found: list[Array], data: st.DataObject) -> None:
    """Never with another error, whatever byte is changed and wherever it ends."""
    content = bytearray(dumps(found))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(UnreadableWeights):
        loads(bytes(content[: data.draw(st.integers(place, len(content)))]))
