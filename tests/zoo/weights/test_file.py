"""The file of named weights is checked against its declaration before it is used."""

from __future__ import annotations

import struct
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.zoo.weights.samples import arrays_in, copied, with_file
from zoo.errors import ZooError
from zoo.runs.kept import of_run
from zoo.weights.array import Array
from zoo.weights.file import arrays_of, read_spec
from zoo.weights.safetensors import dumps

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def refused(path: Path) -> str:
    """Why the weights can't be used, after the path of their file."""
    with pytest.raises(ZooError) as caught:
        arrays_of(read_spec(path), path)
    return str(caught.value).removeprefix(f"{path.with_suffix('.safetensors')} ")


def test_the_arrays_are_in_the_order_of_the_declaration(tmp_path: Path) -> None:
    """That is Keras's, by which they are assigned; the file has them by name."""
    path = copied(tmp_path)
    found = arrays_of(read_spec(path), path)
    assert [(each.name, each.shape) for each in found] == [
        ("output/kernel", (784, 10)),
        ("output/bias", (10,)),
    ]
    assert list(arrays_in(path)) == ["output/bias", "output/kernel"]


def _one_bit(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_one_bit, "has SHA-256 {found}…; wanted {wanted}…, as declared"),
        (lambda content: content[:-4], "has 31,548 bytes; wanted 31,552, as declared"),
        (lambda content: content + b"\0", "has 31,553 bytes; wanted 31,552, as declared"),
        (lambda _: b"", "has 0 bytes; wanted 31,552, as declared"),
    ],
)
def test_another_file_than_the_declared_one_is_refused(
    tmp_path: Path, change: Callable[[bytes], bytes], sentence: str
) -> None:
    """By its size, or by its digest, also if a single bit is changed."""
    import hashlib

    path = copied(tmp_path)
    file = path.with_suffix(".safetensors")
    wanted = read_spec(path).file.digest[7:15]
    file.write_bytes(change(file.read_bytes()))
    found = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
    assert refused(path) == sentence.format(found=found, wanted=wanted)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """With the reason of the system."""
    path = copied(tmp_path)
    path.with_suffix(".safetensors").unlink()
    assert refused(path) == "can't be read: no such file or directory"


def test_other_variables_than_declared_are_refused(tmp_path: Path) -> None:
    """Each with what was found and what was wanted."""
    path = copied(tmp_path)
    kernel, bias = (arrays_in(path)[f"output/{each}"] for each in ("kernel", "bias"))
    other = [replace(kernel, shape=(10, 784)), replace(bias, name="output/offset")]
    with_file(path, dumps(other))
    assert refused(path) == (
        "has other variables than declared: output/kernel: float32 [10, 784]; wanted float32 [784, 10], "
        "output/bias: missing; wanted float32 [10] and "
        "output/offset: float32 [10]; wanted no such variable"
    )


@pytest.mark.parametrize(
    ("dtype", "content"),
    [
        ("float32", struct.pack("<f", float("nan"))),
        ("float64", struct.pack("<d", float("-inf"))),
        ("float16", struct.pack("<e", float("inf"))),
        ("bfloat16", b"\xc0\x7f"),
    ],
)
def test_numbers_that_are_not_finite_are_refused(tmp_path: Path, dtype: str, content: bytes) -> None:
    """NaN and infinity, of each dtype."""
    path = copied(tmp_path)
    arrays = [Array("w", dtype, (1,), content)]
    with_file(path, dumps(arrays), arrays)
    assert refused(path) == "has NaN or infinite numbers in w"


def test_the_record_and_the_plan_of_the_weights_are_those_of_the_run(tmp_path: Path) -> None:
    """Their name is that of their declaration, which is their path."""
    path = copied(tmp_path)
    kept = of_run(path)
    assert (kept.record.short, kept.record.path, kept.record.status) == ("mine.tag", str(path), "completed")
    assert kept.title == "softmax-1layer with adam (mine.tag, epoch 20)"
    assert kept.record.metrics["test"]["accuracy"] == 0.8443999886512756
    assert [row.name for row in kept.record.layers] == ["flatten", "output"]


def _edited(path: Path, old: str, new: str) -> str:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(ZooError) as caught:
        of_run(path)
    return str(caught.value)


def test_an_edited_plan_is_refused(tmp_path: Path) -> None:
    """Its digest is in the record."""
    path = copied(tmp_path)
    said = _edited(path, "learning_rate = 0.001", "learning_rate = 0.1")
    assert said == f"the plan in {path} was edited: its digest is not that in the record"


def test_other_classes_than_those_of_the_dataset_are_refused(tmp_path: Path) -> None:
    """The predictions would have wrong names."""
    path = copied(tmp_path)
    said = _edited(path, '"Bag"', '"Handbag"')
    assert said == f"fashion-mnist has other classes than {path} declares"


def test_lists_of_different_numbers_of_epochs_are_refused(tmp_path: Path) -> None:
    """As of a record that was edited."""
    path = copied(tmp_path)
    said = _edited(path, "    0.7780139446258545,\n", "")
    assert said == f"the record in {path} can't be read: its lists have different numbers of epochs"
