"""Examples from files: arrays, rows and pictures, told apart by their first bytes."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.zoo.prediction.pictures import png
from zoo.dataset_file import Column
from zoo.errors import Mistake
from zoo.facts import Pixels
from zoo.prediction.arrays import read_npy, read_npz
from zoo.prediction.read import read
from zoo.prediction.rows import read_csv
from zoo.prediction.wanted import Unfit, Wanted

IMAGES = Wanted((2, 3), Pixels(255.0, 0.0, True))
ROWS = Wanted((2,), features=("sepal length (cm)", "Sepal_Width"))
BARE = Wanted((2,))
SIX = np.arange(6, dtype=np.uint8).reshape(1, 2, 3)


def npy(array: Any) -> bytes:
    """An .npy file."""
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def npz(**arrays: Any) -> bytes:
    """An .npz file."""
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def huge(shape: tuple[int, ...]) -> bytes:
    """An .npy file that says it has an array of this shape, of which nothing is there."""
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(file, {"descr": "<f8", "fortran_order": False, "shape": shape})
    return file.getvalue()


def zipped(content: bytes) -> bytes:
    """An .npz file with something as its array x."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npy", content)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [npy(SIX), npy(SIX[0]), npy(SIX.astype(">f8")), npy(np.asfortranarray(SIX)), npy(SIX[..., np.newaxis])],
)
def test_an_array_is_examples(content: bytes) -> None:
    """Whatever the order of its bytes and axes; one example alone is fine."""
    assert read_npy(content, "x.npy", IMAGES).x.tolist() == SIX.tolist()


@pytest.mark.parametrize("content", [npz(x=SIX, y=[1]), npz(x_train=SIX + 1, x_test=SIX), npz(pictures=SIX)])
def test_an_archive_has_its_examples_in_x(content: bytes) -> None:
    """Or in x_test, or in the only array that there is."""
    assert read_npz(content, "x.npz", IMAGES).x.tolist() == SIX.tolist()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (npy(SIX)[:-1], "x is cut off: "),
        (npy(SIX)[:30], "x is no array that NumPy saved"),
        (npy(np.array([[1, "a"]], object)), "x has an array of object; wanted numbers"),
        (npy(np.array(["a", "b"])), "x has an array of <U1; wanted numbers"),
        (npy(np.zeros((5, 3, 2))), "x has shape (5, 3, 2); wanted (examples, 2, 3)"),
        (npy(np.float64(3)), "x has shape (); wanted (examples, 2, 3)"),
        (huge((10**9, 2, 3)), "x has 44.7 GB unpacked; wanted at most 2 GB"),
        (huge((9, 2, 3)), "x is cut off: "),
        (huge((-9, 2, 3)), "x is no array that NumPy saved"),
    ],
)
def test_an_array_that_does_not_fit_is_one_sentence(content: bytes, sentence: str) -> None:
    """Seen in its header, before there is an array."""
    with pytest.raises(Unfit) as refused:
        read_npy(content, "x", IMAGES)
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (npz(a=SIX, b=SIX), "x has 'a' and 'b'; wanted an array x"),
        (npz(x=SIX)[:-30], "x is a damaged archive: File is not a zip file"),
        (zipped(b"hello"), "x is no array that NumPy saved"),
        (zipped(huge((9, 2, 3))), "x is cut off: 128 bytes, and its array has 432"),
        (npz(x=np.array([{}], object)), "x has an array of object; wanted numbers"),
    ],
)
def test_an_archive_that_does_not_fit_is_one_sentence(content: bytes, sentence: str) -> None:
    """Nothing in it is unpickled."""
    with pytest.raises(Unfit) as refused:
        read_npz(content, "x", IMAGES)
    assert str(refused.value).startswith(sentence)


def test_a_bomb_is_refused_by_what_its_directory_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything of it is unpacked."""
    content = npz(x=np.zeros((40, 2, 3)))
    size = struct.pack("<I", 40 * 48 + 128)
    assert content.count(size) >= 1
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    with pytest.raises(Unfit, match=r"^x has 4\.0 GB unpacked; wanted at most 2 GB$"):
        read_npz(content.replace(size, struct.pack("<I", 2**32 - 2)), "x", IMAGES)


@pytest.mark.parametrize(
    "text",
    [
        "1,2\n3,4\n",
        "\ufeff1,2\r\n3,4\r\n\r\n",
        "Sepal Length,sepal width\n1,2\n3,4\n",
        "Target,sepal.width,sepal length (mm)\na,2,1\nb,4,3\n",
    ],
)
def test_rows_are_matched_by_the_names_of_columns(text: str) -> None:
    """Where there are any, in any order, with the target or without; else by their place."""
    found = read_csv(text.encode(), "x.csv", ROWS)
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
            ROWS,
            "x has a column 'colour', which the training data had not; "
            "wanted sepal length (cm), Sepal_Width, and target at most",
        ),
        ("a,b,c\n1,2,3\n", BARE, "x has 3 columns; wanted 2"),
        ("1,2\n3\n", BARE, "x has 1 cell in line 2; wanted 2"),
        ("a,b\n1,2\n3,tall\n", BARE, "x has 'tall' in column b, line 3; wanted a number"),
        ("1,\n", BARE, "x has nothing in column 2, line 1; wanted a number"),
        ("a,b\n", BARE, "x has no row below its header"),
        ("\n\n", BARE, "x is empty"),
        ('1,"2\n', BARE, "x is no CSV: unexpected end of data"),
        ("1,\xff\n", BARE, "x is neither PNG, JPEG, .npy, .npz nor CSV"),
    ],
)
def test_rows_that_do_not_fit_are_one_sentence(text: str, wanted: Wanted, sentence: str) -> None:
    """Which names the column and the line."""
    with pytest.raises(Unfit) as refused:
        read_csv(text.encode("latin-1"), "x", wanted)
    assert str(refused.value) == sentence


def test_missing_numbers_are_filled_as_in_training_and_counted() -> None:
    """What was made up is said."""
    columns = Column("size", median=3.0), Column("age", median=5.0)
    wanted = Wanted((2,), columns=columns, target="kind")
    found = read_csv(b"age,size,kind\n,1,\n,,a\n2,4,b\n", "x", wanted)
    assert found.x.tolist() == [[1.0, 5.0], [3.0, 5.0], [4.0, 2.0]]
    assert found.changes == ("3 missing numbers filled with the median",)


@given(st.lists(st.tuples(*[st.floats(allow_nan=False)] * 2), min_size=1))
def test_any_rows_come_back_equal(rows: list[tuple[float, float]]) -> None:
    """Python writes numbers so that they can be."""
    text = "".join(f"{one!r},{other!r}\n" for one, other in rows)
    assert read_csv(text.encode(), "x", BARE).x.tolist() == [list(row) for row in rows]


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"PK\x03\x04", b"\x93NUMPY\x01\x00"]),
)
def test_any_bytes_are_examples_or_one_sentence(rest: bytes, beginning: bytes) -> None:
    """Never a traceback."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(beginning + rest)
        with contextlib.suppress(Unfit):
            assert read([path], IMAGES).x.shape[1:] == (2, 3)


def test_examples_of_several_files_keep_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with a name; equal remarks are one."""
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
        ("a.png", b"hello", "a.png is neither PNG, JPEG, .npy, .npz nor CSV"),
        ("a.gif", b"GIF89a\0\0", "a.gif is neither PNG, JPEG, .npy, .npz nor CSV"),
        ("a.csv", b"", "a.csv is empty"),
        ("a.csv", b"1,2,3,4,5,nan\n", "a.csv has nan in its examples, row 0; wanted finite numbers"),
        (
            "a.csv",
            b"1,2,3,4,5,1e39\n",
            "a.csv has 1e+39 in its examples; wanted at most 3.4e+38, as float32 has it",
        ),
        ("a.npy", npy(np.zeros((0, 2, 3))), "a.npy has no examples"),
        ("a.csv", None, "a.csv can't be read: no such file or directory"),
    ],
)
def test_a_file_that_can_not_be_read_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes | None, sentence: str
) -> None:
    """And none of the others is used."""
    monkeypatch.chdir(tmp_path)
    Path("sound.png").write_bytes(png(SIX[0]))
    if content is not None:
        Path(name).write_bytes(content)
    with pytest.raises(Unfit) as refused:
        read(["sound.png", name], IMAGES)
    assert str(refused.value) == sentence


def test_standard_input_is_read_once() -> None:
    """It has no second time."""
    with pytest.raises(Mistake, match=r"^- is given twice; standard input can be read only once$"):
        read(["-", "-"], IMAGES)
