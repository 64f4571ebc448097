"""Samples of a dataset in a terminal."""

from __future__ import annotations

import numpy as np

from zoo.data.samples import Samples
from zoo.tables.samples import SIDE, drawn, reduced, rows


def samples(images: np.ndarray | None, labels: tuple[str, ...]) -> Samples:
    """Samples without columns."""
    return Samples(tuple(range(len(labels))), labels, "class", images, (), (), filled=False, of=9)


def test_a_large_image_is_reduced_to_means() -> None:
    """Each pixel is the mean of a block; an image that fits is unchanged."""
    image = np.array([[[0, 2, 9], [4, 6, 9], [9, 9, 9]]], np.uint8)
    assert reduced(image, 2).tolist() == [[[3.0]]]
    assert reduced(image, 3).tolist() == image.tolist()
    assert reduced(np.zeros((2, 1, 500, 3), np.uint8), SIDE).shape == (2, 1, 15, 3)


def test_colours_and_captions() -> None:
    """The class is below its image; a long name is shortened."""
    red = np.zeros((1, 2, 2, 3), np.uint8)
    red[..., 0] = 255
    (line, caption) = drawn(samples(red, ("a" * 60,)), 80)
    assert [str(span.style) for span in line.spans] == ["#ff0000 on #ff0000"] * 2
    assert len(caption.plain) < 30


def test_wide_rows_lose_their_last_columns_first() -> None:
    """The class is always shown."""
    wide = Samples(
        (0,),
        ("x",),
        "class",
        None,
        tuple("abcdefgh"),
        ((1.0, 2.0, "w" * 9, None, 5.0, 6.0, 7.0, 8.0),),
        filled=False,
        of=1,
    )
    grid = rows(wide).fit(38)
    assert [column.title for column in grid.columns] == ["Example", *"abcde", "Class"]
    assert (grid.dropped, list(grid.rows[0])) == (
        ("h", "g", "f"),
        ["0", "1", "2", "w" * 9, "–", "5", "x"],
    )
