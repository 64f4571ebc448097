""".npz and .npy files: read as written by NumPy, refused before anything is executed or unpacked."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zoo.data.files import npz_file
from zoo.data.files.npz_file import names_in, read_npy, read_npz
from zoo.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Trap:
    """An object that runs code when it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Return the code to run."""
        return print, ("run",)


def npy(text: str, data: bytes = b"") -> bytes:
    """An .npy file with this text as its header."""
    text = text.ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode() + data


def header(shape: tuple[int, ...], kind: str = "<f8") -> bytes:
    """The header of an array."""
    return npy(f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}")


def read(path: Path) -> dict[str, np.ndarray]:
    """The array x of a file."""
    with path.open("rb") as file:
        assert "x" in names_in(file, path.name)
        return read_npz(file, path.name, ("x",))


def members(path: Path, **contents: bytes) -> None:
    """A compressed archive with these members."""
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
    """An archive with two members of the same name."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.npy", b"")
        archive.writestr("x", b"")


def damaged(path: Path) -> None:
    """An archive with a changed byte of content."""
    np.savez(path, x=np.arange(100))
    content = bytearray(path.read_bytes())
    content[400] ^= 255
    path.write_bytes(content)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
@pytest.mark.parametrize(
    "array", [np.arange(6).reshape(2, 3), np.array(["a", "bc"]), np.float32(3), np.zeros((0, 2))]
)
def test_files_of_numpy_are_read(tmp_path: Path, save: Callable[..., None], array: np.ndarray) -> None:
    """Compressed or not; only the named array is read."""
    save(tmp_path / "t.npz", x=array, a=array, other=array)
    (found,) = read(tmp_path / "t.npz").items()
    assert (found[0], found[1].tolist(), found[1].dtype) == ("x", array.tolist(), array.dtype)


@pytest.mark.parametrize(
    ("write", "sentence"),
    [
        (
            lambda path: np.savez(path, x=np.array([Trap()], object)),
            "x of t.npz has Python objects, which can execute code; wanted numbers or text",
        ),
        (
            lambda path: members(path, x=header((10**9, 10**9))),
            "x of t.npz has 0 bytes of data; wanted 8,000,000,000,000,000,000, as its header says",
        ),
        (
            lambda path: members(path, x=header((2,)) + bytes(24)),
            "x of t.npz has 24 bytes of data; wanted 16, as its header says",
        ),
        (
            lambda path: np.savez(path, x=np.array([1j])),
            "x of t.npz has complex128; wanted numbers or text",
        ),
        (
            lambda path: members(path, x=header((10**12,), "<U0")),
            "x of t.npz has <U0; wanted numbers or text",
        ),
        (bomb, "t.npz unpacks … bytes to 160,000,128; wanted at most 200 times as many"),
        (twice, "t.npz has two members called x; wanted one"),
        (damaged, "x of t.npz is not a readable NumPy array: bad CRC-32 for file 'x.npy'"),
        (lambda path: path.write_text("hello"), "t.npz is not a readable .npz file: file is not a zip file"),
        (
            lambda path: members(path, **{str(at): b"" for at in range(1_001)}),
            "t.npz has 1,001 members; wanted at most 1,000",
        ),
    ],
)
def test_an_archive_without_arrays_is_refused(
    tmp_path: Path, write: Callable[[Path], None], sentence: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """The file is refused, and nothing in it is executed."""
    write(tmp_path / "t.npz")
    with pytest.raises(DatasetError) as refused:
        read(tmp_path / "t.npz")
    said = re.sub(r"(?<=unpacks )[\d,]+", "…", str(refused.value))  # it depends on the version of zlib
    assert (said, capfd.readouterr().out) == (sentence, "")


DESCR, ORDER = "'descr': '<f8'", "'fortran_order': False"
HEADERS = {
    "not an array": b"hello",
    "unknown version": b"\x93NUMPY\x09\x00",
    "cut off": header((2,))[:30],
    "unterminated": npy(f"{{{DESCR}, {ORDER}, 'shape': (2,"),
    "unterminated text": npy(f"{{{DESCR}, {ORDER}, 'shape"),
    "odd indentation": npy(f"  {{{DESCR},\n {ORDER}}}\n   x"),
    "not UTF-8": npy("x").replace(b"x", b"\xff"),
    "null character": npy("\0"),
    "not a dictionary": npy("[]"),
    "keys that are numbers": npy(f"{{{DESCR}, {ORDER}, 1: (2,)}}"),
    "keys that are None": npy(f"{{{DESCR}, {ORDER}, None: (2,)}}"),
    "keys that are lists": npy("{[]: 1}"),
    "boolean shape": npy(f"{{{DESCR}, {ORDER}, 'shape': (True, 2)}}"),
    "negative shape": npy(f"{{{DESCR}, {ORDER}, 'shape': (-1, -2)}}"),
    "shape of text": npy(f"{{{DESCR}, {ORDER}, 'shape': ('a',)}}"),
    "impossible dtype": npy(f"{{'descr': 'nosuch', {ORDER}, 'shape': (2,)}}"),
    "dtype of numbers": npy(f"{{'descr': [1, 2], {ORDER}, 'shape': (2,)}}"),
    "dtype of nothing": npy(f"{{'descr': None, {ORDER}, 'shape': (2,)}}"),
    "dtype with no end": npy(f"{{'descr': '<U99999999999999999999', {ORDER}, 'shape': (2,)}}"),
    "nested too deep": npy("(" * 5_000),
    "odd escape": npy(r"{'\d': 1}"),
}


@pytest.mark.parametrize("content", HEADERS.values(), ids=HEADERS)
def test_an_invalid_header_is_a_one_sentence_error(tmp_path: Path, content: bytes) -> None:
    """The message has the file and the member, for any error of NumPy's parser, without a warning."""
    members(tmp_path / "t.npz", x=content)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        with pytest.raises(DatasetError) as of_member:
            read(tmp_path / "t.npz")
        with pytest.raises(DatasetError) as of_file:
            read_npy(io.BytesIO(content), "t.npy")
    said = [str(refused.value) for refused in (of_member, of_file)]
    sentence = "is not a NumPy array: its header is not valid"
    assert (said, warned) == ([f"x of t.npz {sentence}", f"t.npy {sentence}"], [])


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("code", [0x11_0000, 0xFFFF_FFFF, 0xD800, 0xDFFF])
def test_impossible_characters_are_refused(tmp_path: Path, order: str, code: int) -> None:
    """A number in an array of text that is no character, which Python fails on or can't print."""
    text = npy(
        f"{{'descr': '{order}U2', {ORDER}, 'shape': (2,)}}", struct.pack(f"{order}4I", 97, 0, 98, code)
    )
    members(tmp_path / "t.npz", x=text)
    with pytest.raises(DatasetError) as refused:
        read(tmp_path / "t.npz")
    assert str(refused.value) == "x of t.npz has text with impossible characters; wanted Unicode"


def test_all_characters_are_read(tmp_path: Path) -> None:
    """Also the first and last ones, those around the surrogates, and text in Fortran's order."""
    text = np.array([["a", "\ud7ff", "\ue000"], ["", "\U0010ffff", "ü"]], order="F")
    np.savez(tmp_path / "t.npz", x=text)
    assert read(tmp_path / "t.npz")["x"].tolist() == text.tolist()


def test_an_axis_too_long_for_numpy_is_a_one_sentence_error(tmp_path: Path) -> None:
    """An array without elements may have any length in its header."""
    members(tmp_path / "t.npz", x=header((0, 10**30)))
    with pytest.raises(DatasetError, match=r"^x of t.npz is not a readable NumPy array: "):
        read(tmp_path / "t.npz")


def test_a_header_of_python_2_is_read(tmp_path: Path) -> None:
    """Integers in it end in L; NumPy's warning is not shown."""
    members(tmp_path / "t.npz", x=npy(f"{{{DESCR}, {ORDER}, 'shape': (1L,)}}", bytes(8)))
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        found = read(tmp_path / "t.npz")["x"].tolist()
    assert (found, warned) == ([0.0], [])


def test_a_file_that_needs_too_much_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused before an array is read."""
    np.savez_compressed(tmp_path / "t.npz", x=np.zeros(1_000))
    content = (
        (tmp_path / "t.npz").read_bytes().replace(struct.pack("<I", 8_128), struct.pack("<I", 2**32 - 2))
    )
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    monkeypatch.setattr(npz_file, "machine_memory", lambda: 5 * 2**30)
    monkeypatch.setattr(npz_file, "RATIO", 10**9)
    with pytest.raises(
        DatasetError, match=r"^t needs 4 GB of memory; wanted at most half of this machine's 5 GB$"
    ):
        read_npz(io.BytesIO(content), "t", ("x",))
    with (tmp_path / "t.npy").open("wb+") as file:
        file.truncate(2**32)
        with pytest.raises(DatasetError, match=r"^t needs 4 GB of memory; wanted at most half"):
            read_npy(file, "t")
