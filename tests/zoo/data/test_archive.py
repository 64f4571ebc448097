""".npz files: read as NumPy writes them, and refused before they run or fill anything."""

from __future__ import annotations

import re
import struct
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zoo.data.archive import read_arrays
from zoo.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CHOICES = (("a", "b"), ("x",))


class Trap:
    """Runs when it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Code of a stranger's."""
        return print, ("run",)


def header(shape: tuple[int, ...], kind: str = "<f8") -> bytes:
    """How an array begins, whatever follows."""
    text = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode()


def members(path: Path, **contents: bytes) -> None:
    """An archive with these members, packed."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(f"{name}.npy", content)


def bomb(path: Path) -> None:
    """160 MB of zeros in 160 KB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("x.npy", "w") as file:
        file.write(header((20_000_000,)))
        for _ in range(160):
            file.write(bytes(1_000_000))


def twice(path: Path) -> None:
    """Two members of one name, of which a reader takes the one or the other."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.npy", b"")
        archive.writestr("x", b"")


def damaged(path: Path) -> None:
    """A byte of the content is another."""
    np.savez(path, x=np.arange(100))
    content = bytearray(path.read_bytes())
    content[400] ^= 255
    path.write_bytes(content)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
@pytest.mark.parametrize(
    "array", [np.arange(6).reshape(2, 3), np.array(["a", "bc"]), np.float32(3), np.zeros((0, 2))]
)
def test_what_numpy_writes_is_read(tmp_path: Path, save: Callable[..., None], array: np.ndarray) -> None:
    """Packed or not; of several choices the first that is there whole."""
    save(tmp_path / "t.npz", x=array, a=array, other=array)
    (found,) = read_arrays(tmp_path / "t.npz", CHOICES).items()
    assert (found[0], found[1].tolist(), found[1].dtype) == ("x", array.tolist(), array.dtype)


@pytest.mark.parametrize(
    ("write", "sentence"),
    [
        (
            lambda path: np.savez(path, x=np.array([Trap()], object)),
            "x of t.npz holds Python objects, which can run any code; wanted numbers or text",
        ),
        (lambda path: np.savez(path, a=np.ones(1), c=np.ones(1)), "t.npz has a, c; wanted a and b, or x"),
        (
            lambda path: members(path, x=header((10**9, 10**9))),
            "x of t.npz says 8,000,000,000,000,000,000 bytes and has 0; it is cut off",
        ),
        (
            lambda path: members(path, x=header((2,)) + bytes(24)),
            "x of t.npz says 16 bytes and has 24; it is cut off",
        ),
        (
            lambda path: members(path, x=b"\x93NUMPY\x09\x00"),
            "x of t.npz is in another format than arrays have; wanted numbers",
        ),
        (
            lambda path: members(path, x=b"hello"),
            "x of t.npz is no array: EOF: reading magic string, expected 8 bytes got 5",
        ),
        (bomb, "t.npz unpacks … bytes to 160,000,128; wanted at most 200 times as many"),
        (twice, "t.npz has two members called x; wanted one"),
        (damaged, "t.npz is damaged, or no .npz file: bad CRC-32 for file 'x.npy'"),
        (lambda path: path.write_text("hello"), "t.npz is damaged, or no .npz file: file is not a zip file"),
        (
            lambda path: members(path, **{str(at): b"" for at in range(1_001)}),
            "t.npz has 1,001 members; wanted at most 1,000",
        ),
    ],
)
def test_what_is_no_archive_of_arrays_is_refused(
    tmp_path: Path, write: Callable[[Path], None], sentence: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nothing in it is run."""
    write(tmp_path / "t.npz")
    with pytest.raises(DatasetError) as refused:
        read_arrays(tmp_path / "t.npz", CHOICES)
    said = re.sub(r"(?<=unpacks )[\d,]+", "…", str(refused.value))  # packers differ
    assert (said, capfd.readouterr().out) == (sentence, "")
