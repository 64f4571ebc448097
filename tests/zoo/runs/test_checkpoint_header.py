"""Checkpoints whose digest is right and whose header is not what Kerazoo writes."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from zoo.errors import ZooError
from zoo.runs.checkpoint import Checkpoint, read, write
from zoo.runs.checkpoint_header import UnreadableCheckpoint
from zoo.weights.array import Array

if TYPE_CHECKING:
    from pathlib import Path

BEGIN = 21 + 16
WEIGHTS = Array("dense/kernel", "float32", (2, 3), bytes(24))
SAMPLE = Checkpoint(
    epoch=2,
    model=(WEIGHTS,),
    optimizer=(Array("iteration", "int32", (), bytes(4)),),
    history={"loss": [1.0, 0.5]},
    epoch_seconds=[0.1, 0.1],
    digests=["a", "b"],
    weights=["a", "b"],
    callbacks=[{"table": {"wait": 0, "best": float("inf"), "best_weights": [{"array": 0}]}}],
    others=(WEIGHTS,),
    best="best-0002.zoo",
    phases=[0, 1],
    run="20261122T153012Z-net-sgd-3f9a",
)


def altered(header: bytes) -> bytes:
    """The sample with another header and the right sizes and digest."""
    content = SAMPLE.to_bytes()
    length = int.from_bytes(content[29:37], "little")
    body = content[BEGIN + length : -32]
    whole = BEGIN + len(header) + len(body) + 32
    found = content[:21] + whole.to_bytes(8, "little") + len(header).to_bytes(8, "little") + header + body
    return found + hashlib.sha256(found).digest()


def header_with(**changes: Any) -> bytes:
    """The header of the sample with other fields; None leaves one out."""
    length = int.from_bytes(SAMPLE.to_bytes()[29:37], "little")
    header = json.loads(SAMPLE.to_bytes()[BEGIN : BEGIN + length]) | changes
    return json.dumps({name: value for name, value in header.items() if value is not ...}).encode()


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """Also fields of callbacks that are infinite, and headers of earlier versions without some fields."""
    write(tmp_path / "checkpoint.zoo", SAMPLE)
    assert read(tmp_path / "checkpoint.zoo") == SAMPLE
    assert Checkpoint.from_bytes(altered(header_with())) == SAMPLE
    assert (
        Checkpoint.from_bytes(altered(header_with(weights=..., stopped=..., phases=..., run=...))).weights
        == []
    )


ARRAYS = {
    "model": [["dense/kernel", "float32", [2, 3]]],
    "optimizer": [["iteration", "int32", []]],
    "others": [["dense/kernel", "float32", [2, 3]]],
}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"epoch": value}, "epoch")
        for value in (-1, 2.0, True, None, "2", 10**400, [])
    ]
    + [({"epoch": 3}, "history"), ({"epoch": 0}, "history")]
    + [
        ({"history": value}, "history")
        for value in ([], {"loss": [1.0]}, {"loss": [1.0, float("nan")]}, {"loss": [1, 10**400]}, {"loss": 1})
    ]
    + [({"epoch_seconds": value}, "epoch seconds") for value in ([1.0], "ab", [None, None])]
    + [({"digests": value}, "digests") for value in (["a"], "ab", [1, 2])]
    + [({"phases": value}, "phases") for value in ([3], [-1], [1, 0], [True], ["0"], {"0": 0}, 0)]
    + [({"weights": value}, "weights") for value in (["a"], {"a": 1, "b": 2})]
    + [
        ({"best": value}, "best")
        for value in ("/dev/zero", "../x/best-0001.zoo", "best-0001.zoo\n", "run.json", 1, None)
    ]
    + [
        ({"callbacks": value}, "callbacks")
        for value in (None, "x", [{"array": 1}], [{"array": -1}], [{"table": []}], [{"table": {}, "array": 0}], [[{}]])
    ]
    + [({"is_over": 1}, "is over"), ({"stopped": []}, "stopped"), ({"run": 1}, "run")]
    + [
        ({"arrays": ARRAYS | {"model": value}}, "list of arrays")
        for value in (
            None,
            [["dense/kernel", "float32", [2, 4]]],
            [["dense/kernel", "float32", [-2, -3]]],
            [["dense/kernel", "float32", [2.0, 3]]],
            [["dense/kernel", "object", [2, 3]]],
            [["dense/kernel", "float99999999", [0]]],
            [["dense/kernel", [], [2, 3]]],
            ["abc"],
        )
    ],
)  # fmt: skip
def test_a_field_that_is_not_valid_is_named(changes: dict[str, Any], field: str) -> None:
    """The file says which values it has; none of them is used."""
    with pytest.raises(UnreadableCheckpoint) as refused:
        Checkpoint.from_bytes(altered(header_with(**changes)))
    assert str(refused.value) == f"is damaged: its {field} is not what zoo writes"


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"[]",
        b"1",
        b"[" * 100_000,
        b'{"arrays": 1}',
        b"\xff",
        header_with(more=1),
        header_with(epoch=...),
    ],
)
def test_a_header_of_another_form_is_of_another_version(header: bytes) -> None:
    """Later versions may have other fields."""
    with pytest.raises(UnreadableCheckpoint, match=r"^is of another version$"):
        Checkpoint.from_bytes(altered(header))


def test_a_sparse_file_is_not_read(tmp_path: Path) -> None:
    """It takes no space on the disk, and would fill the memory."""
    path = tmp_path / "checkpoint.zoo"
    write(path, SAMPLE)
    os.truncate(path, 2**43)
    with pytest.raises(ZooError, match=r"^has 8,192 GB; this machine has .* of memory$"):
        read(path)
    path.write_bytes(b"")
    os.truncate(path, 2**33)
    with pytest.raises(ZooError):
        read(path)
