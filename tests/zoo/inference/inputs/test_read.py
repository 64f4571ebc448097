"""Examples from files: arrays, rows and images; the format is detected by the first bytes."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import replace
from io import BytesIO, TextIOWrapper
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.zoo.inference.inputs.pictures import png
from zoo.errors import DatasetError, UsageError
from zoo.inference.inputs.arrays import from_npy, from_npz
from zoo.inference.inputs.read import read
from zoo.inference.inputs.rows import from_table
from zoo.inference.inputs.wanted import Wanted
from zoo.specs.column import Column
from zoo.specs.data_facts import Pixels

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.inference.inputs.wanted import Found

IMAGES = Wanted((2, 3), Pixels(255.0, 0.0, True))
ROWS = Wanted((2,), features=("sepal length (cm)", "Sepal_Width"))
BARE = Wanted((2,))
SIX = np.arange(6, dtype=np.uint8).reshape(1, 2, 3)


def npy(array: Any) -> bytes:
    """An .npy file."""
    file = BytesIO()
    np.save(file, array)
    return file.getvalue()


def npz(**arrays: Any) -> bytes:
    """An .npz file."""
    file = BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [npy(SIX), npy(SIX[0]), npy(SIX.astype(">f8")), npy(np.asfortranarray(SIX)), npy(SIX[..., np.newaxis])],
)
def test_an_array_is_read_as_examples(content: bytes) -> None:
    """In any order of bytes and axes; a single example may lack the first axis."""
    assert from_npy(BytesIO(content), "x.npy", IMAGES).x.tolist() == SIX.tolist()


@pytest.mark.parametrize("content", [npz(x=SIX, y=[1]), npz(x_train=SIX + 1, x_test=SIX), npz(pictures=SIX)])
def test_an_archive_has_its_examples_in_x(content: bytes) -> None:
    """They may also be in x_test, or in the only array."""
    assert from_npz(BytesIO(content), "x.npz", IMAGES).x.tolist() == SIX.tolist()


@pytest.mark.parametrize(
    ("read_one", "content", "sentence"),
    [
        (from_npy, npy(SIX)[:-1], "x has 5 bytes of data; wanted 6, as its header says"),
        (from_npy, npy(SIX)[:30], "x is not a NumPy array: its header is not valid"),
        (
            from_npy,
            npy(np.array([[1, "a"]], object)),
            "x has Python objects, which can execute code; wanted numbers or text",
        ),
        (from_npy, npy(np.array(["a", "b"])), "x has <U1; wanted numbers"),
        (from_npy, npy(np.zeros((5, 3, 2))), "x has the shape (5, 3, 2); wanted (examples, 2, 3)"),
        (from_npy, npy(np.float64(3)), "x has the shape (); wanted (examples, 2, 3)"),
        (from_npz, npz(a=SIX, b=SIX), "x has a, b; wanted x, or x_test, or a single array"),
        (from_npz, npz(x=SIX)[:-30], "x is not a readable .npz file: file is not a zip file"),
        (from_npz, npz(x=np.zeros((5, 3, 2))), "x of x has the shape (5, 3, 2); wanted (examples, 2, 3)"),
    ],
)
def test_an_array_that_does_not_fit_is_a_one_sentence_error(
    read_one: Callable[..., Found], content: bytes, sentence: str
) -> None:
    """The message has the file and the array."""
    with pytest.raises(DatasetError) as refused:
        read_one(BytesIO(content), "x", IMAGES)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "1,2\n3,4\n",
        "\ufeff1,2\r\n3,4\r\n\r\n",
        "Sepal Length,sepal width\n1,2\n3,4\n",
        "Target,sepal.width,sepal length (mm)\na,2,1\nb,4,3\n",
        "1;2\n3;4\n",
        "\n\nsepal_width\tsepal_length\n2\t1\n4\t3\n",
    ],
)
def test_rows_are_matched_by_the_names_of_columns(text: str) -> None:
    """The order and the target don't matter; without names, rows are matched by position."""
    found = from_table(BytesIO(text.encode()), "x.csv", ROWS)
    assert (found.x.tolist(), found.changes) == ([[1.0, 2.0], [3.0, 4.0]], ())


@pytest.mark.parametrize(
    ("text", "wanted", "sentence"),
    [
        ("1,2,3\n", ROWS, "x has 3 columns; wanted 2: sepal length (cm), Sepal_Width"),
        ("1\n", BARE, "x has 1 column; wanted 2"),
        (
            "a,sepal width\n1,2\n",
            ROWS,
            "x has no column sepal length (cm); wanted sepal length (cm), Sepal_Width",
        ),
        (
            "sepal width,sepal length,colour\n1,2,red\n",
            replace(ROWS, strict=True),
            "x has a column colour, which is not in the training data; "
            "wanted sepal length (cm), Sepal_Width, and target at most",
        ),
        ("a,b,c\n1,2,3\n", BARE, "x has 3 columns; wanted 2"),
        (
            "1,2\n3\n",
            BARE,
            "x has 1 cell in line 2; wanted 2, as in its first line; "
            "remove the line, if it is a title or a remark",
        ),
        ("a,b\n1,2\n3,tall\n", BARE, "x has 'tall' in column b, line 3; wanted a number"),
        ("a,b\n1_000,2\n", BARE, "x has '1_000' in column a, line 2; wanted a number"),
        ("1,\n", BARE, "x has nothing in column 2, line 1; wanted a number"),
        ("1,2\n3,NaN\n", BARE, "x has nothing in column 2, line 2; wanted a number"),
        ("1,-inf\n", BARE, "x has -inf in column 2, line 1; wanted finite numbers"),
        ("a,b\n", BARE, "x has no rows below its header; wanted data"),
        ("\n\n", BARE, "x is empty; wanted a table"),
        ('1,"2\n', BARE, "x is not valid CSV in line 1: unexpected end of data"),
        ("1,2\n3,\xff\n", BARE, "x has '\xff' in column 2, line 2; wanted a number"),
    ],
)
def test_rows_that_do_not_fit_are_a_one_sentence_error(text: str, wanted: Wanted, sentence: str) -> None:
    """The message has the column and the line."""
    with pytest.raises(DatasetError) as refused:
        from_table(BytesIO(text.encode("latin-1")), "x", wanted)
    assert str(refused.value) == sentence


def test_missing_numbers_are_filled_with_the_median_and_counted() -> None:
    """The note has their number."""
    columns = Column("size", median=3.0), Column("age", median=5.0)
    wanted = Wanted((2,), columns=columns, target="kind")
    found = from_table(BytesIO(b"age,size,kind\n,1,\n,,a\n2,4,b\n"), "x", wanted)
    assert found.x.tolist() == [[1.0, 5.0], [3.0, 5.0], [4.0, 2.0]]
    assert found.changes == ("3 missing numbers filled with the median",)


@settings(max_examples=8)
@given(st.lists(st.tuples(*[st.floats(allow_nan=False, allow_infinity=False)] * 2), min_size=1))
def test_any_rows_are_read_back_equal(rows: list[tuple[float, float]]) -> None:
    """Python's `repr` of a float has all of its digits."""
    text = "".join(f"{one!r},{other!r}\n" for one, other in rows)
    assert from_table(BytesIO(text.encode()), "x", BARE).x.tolist() == [list(row) for row in rows]


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"PK\x03\x04", b"\x93NUMPY\x01\x00"]),
)
def test_any_bytes_are_examples_or_a_one_sentence_error(rest: bytes, beginning: bytes) -> None:
    """No other exception is raised."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(beginning + rest)
        with contextlib.suppress(DatasetError):
            assert read([path], IMAGES).x.shape[1:] == (2, 3)


def test_examples_of_several_files_keep_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each example has a name; equal notes are merged."""
    monkeypatch.chdir(tmp_path)
    white = np.full((2, 3), 255, np.uint8)
    for name, content in {
        "a.png": png(white),
        "b.png": png(white),
        "c.npy": npy(np.repeat(SIX, 2, axis=0)),
        "d.csv": b"0,1,2,3,4,5\n",
    }.items():
        Path(name).write_bytes(content)
    found = read(["a.png", "c.npy", Path("b.png"), "d.csv"], IMAGES)
    assert found.names == ("a.png", "c.npy:0", "c.npy:1", "b.png", "d.csv")
    assert found.notes == ("a.png and b.png: inverted (light background)",)
    assert found.x[:, 0, 1].tolist() == [0.0, 1.0, 1.0, 0.0, 1.0]
    assert read(["c.npy"], IMAGES).names == ("0", "1")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.png", b"hello", "a.png is not an image, an .npy or .npz file, or a table"),
        ("a.psd", b"8BPS\0\1\0\0", "a.psd is not an image, an .npy or .npz file, or a table"),
        ("a.csv", b"", "a.csv is empty"),
        ("a.npy", npy(SIX * np.nan), "a.npy has nan in its examples, row 0; wanted finite numbers"),
        (
            "a.csv",
            b"1,2,3,4,5,1e39\n",
            "a.csv has 1e+39 in its examples; wanted at most 3.4e+38, the limit of float32",
        ),
        ("a.npy", npy(np.zeros((0, 2, 3))), "a.npy has no examples"),
        ("a.csv", None, "a.csv can't be read: no such file or directory"),
    ],
)
def test_an_unreadable_file_is_a_one_sentence_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes | None, sentence: str
) -> None:
    """The other files are not used either."""
    monkeypatch.chdir(tmp_path)
    Path("sound.png").write_bytes(png(SIX[0]))
    if content is not None:
        Path(name).write_bytes(content)
    with pytest.raises(DatasetError) as refused:
        read(["sound.png", name], IMAGES)
    assert str(refused.value) == sentence


def test_standard_input_can_only_be_given_once() -> None:
    """It can't be read a second time."""
    with pytest.raises(UsageError, match=r"^- is given twice; standard input can be read only once$"):
        read(["-", "-"], IMAGES)


@pytest.mark.parametrize("content", [b"0,1,2,3,4,5\n", npy(SIX), npz(x=SIX), png(SIX[0])])
def test_a_stream_is_read_like_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    """Standard input and pipes can't be rewound."""
    (tmp_path / "x").write_bytes(content)
    os.mkfifo(tmp_path / "pipe")
    wanted = Wanted((2, 3), Pixels(255.0, 0.5, True))
    expected = read([tmp_path / "x"], wanted).x.tolist()
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(content)))
    writer = Thread(target=(tmp_path / "pipe").write_bytes, args=[content], daemon=True)
    writer.start()
    found = [read([each], wanted).x.tolist() for each in ("-", tmp_path / "pipe")]
    writer.join()
    assert found == [expected] * 2


def test_a_stream_is_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading at once would allocate the most that a stream may have."""
    asked: list[int] = []

    class Noted(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            asked.append(size or -1)
            return super().read(size)

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=Noted(b"0,1,2,3,4,5\n")))
    assert len(read(["-"], Wanted((2, 3))).x) == 1
    assert 0 < max(asked) <= 2**20
