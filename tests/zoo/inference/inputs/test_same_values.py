"""A file has the same values for a prediction as for training, since each format has one decoder."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from zoo.data.own import load, understand
from zoo.inference.inputs.read import read
from zoo.inference.inputs.wanted import Wanted
from zoo.specs.data_facts import Pixels
from zoo.specs.data_options import DataOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

NUMBERS = st.floats(-1e30, 1e30).map(repr) | st.sampled_from(["1", "-0.5", ".5", "1E3", "+7.", " 2 "])
MISSING = st.sampled_from(["", "?", "NA", "n/a", "NaN", "null"])
TEXTS = st.sampled_from(["1_000", "-nan", "red", "x,y;z", 'two\n"lines"', "\u0665"])


def read_both(path: Path, target: str | None, **wanted: Any) -> tuple[np.ndarray, np.ndarray]:
    """The values of a file as read for training, and as read for a prediction."""
    file = understand(path, DataOptions(target, "classification"))
    if target is not None:
        wanted = {"columns": file.columns, "target": target}
    return load(file).train.x, read([path], Wanted(file.input_shape, **wanted)).x


def write_csv(path: Path, delimiter: str, encoding: str, rows: Sequence[Sequence[str]]) -> Path:
    """A table with these rows."""
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


@settings(max_examples=5)
@given(
    st.lists(st.tuples(NUMBERS | MISSING, MISSING | TEXTS), min_size=1, max_size=5),
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig"]),
)
def test_a_table_has_the_same_values(rows: list[tuple[str, str]], delimiter: str, encoding: str) -> None:
    """This holds for any delimiter and any missing values."""
    with tempfile.TemporaryDirectory() as folder:
        header = ("a number", "a text", "y")
        table = [header, *((*row, label) for label in "ab" for row in [("1", "red"), *rows] * 5)]
        trained, predicted = read_both(write_csv(Path(folder) / "t.csv", delimiter, encoding, table), "y")
    assert predicted.tolist() == trained.tolist()


@settings(max_examples=5)
@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_numbers_are_the_same_with_and_without_a_header(rows: list[tuple[str, str]], delimiter: str) -> None:
    """The cells of a column are parsed in the same way."""
    with tempfile.TemporaryDirectory() as folder:
        bare, named = Path(folder) / "bare.csv", Path(folder) / "named.csv"
        table = [(*row, label) for label in "ab" for row in rows * 5]
        trained, _ = read_both(write_csv(named, delimiter, "utf-8", [("p", "q", "y"), *table]), "y")
        write_csv(bare, delimiter, "utf-8", [row[:2] for row in table])
        predicted = read([bare], Wanted((2,))).x
    assert predicted.tolist() == trained.tolist()


@given(
    arrays.arrays(
        st.sampled_from(["u1", ">i4", "<f4", ">f8", "?"]),
        st.tuples(st.just(10), st.integers(1, 3), st.integers(1, 3)),
        elements=st.integers(0, 1),
    ),
    st.sampled_from([np.savez, np.savez_compressed]),
    st.sampled_from("CF"),
)
def test_an_archive_has_the_same_values(x: np.ndarray, save: Any, order: Any) -> None:
    """This holds whether it is compressed or not, in any order of axes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.npz"
        save(path, x=np.array(x, order=order), y=np.arange(10) % 2)
        trained, predicted = read_both(path, None)
    assert predicted.dtype == trained.dtype.newbyteorder("=")
    assert predicted.tolist() == trained.tolist()


@given(
    st.sampled_from(["L", "LA", "RGB", "RGBA", "P", "1", "I;16", "CMYK"]),
    st.sampled_from([1, 3, 6, 8]),
    st.integers(0, 2**32 - 1),
)
def test_an_image_has_the_same_values(mode: str, orientation: int, seed: int) -> None:
    """This holds for any mode, number of bits and EXIF orientation."""
    noise = np.random.RandomState(seed)
    exif = Image.Exif()
    exif[0x0112] = orientation
    with tempfile.TemporaryDirectory() as folder:
        for at in range(10):
            path = Path(folder) / "ab"[at % 2] / f"{at}.{'jpg' if mode == 'CMYK' else 'png'}"
            path.parent.mkdir(exist_ok=True)
            if mode == "I;16":
                image = Image.fromarray(noise.randint(0, 2**16, (2, 3)).astype(np.uint16))
            else:
                rgba = Image.fromarray(noise.randint(0, 256, (2, 3, 4)).astype(np.uint8), "RGBA")
                image = (rgba if mode in ("RGBA", "LA") else rgba.convert("RGB")).convert(mode)
            image.save(path, exif=exif)
        file = understand(Path(folder))
        images = [
            Path(folder) / "ab"[at % 2] / f"{at}{path.suffix}" for at in (*range(0, 10, 2), *range(1, 10, 2))
        ]
        found = read(images, Wanted(file.input_shape, Pixels(255.0, 0.5, True)))
        trained = load(file).train.x
    assert found.x.tolist() == trained.tolist()
