"""Predictions for the images that a table lists."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.zoo import own
from zoo.errors import DatasetError
from zoo.inference.inputs.read import read
from zoo.inference.inputs.wanted import Wanted
from zoo.specs.data_facts import Pixels

if TYPE_CHECKING:
    from pathlib import Path

WANTED = Wanted((8, 8), Pixels(255.0, 0.0, whole=True), target="digit", image_column="path")


def test_the_images_of_a_table_are_as_if_they_were_given(tmp_path: Path) -> None:
    """They are called by their paths; other columns are ignored."""
    paths = sorted(own.images(tmp_path / "images", 5).rglob("*.png"))
    names = [str(path.relative_to(tmp_path)) for path in paths]
    table = own.write_table(tmp_path / "t.csv", ["id", "path"], enumerate(names))
    found, given = read([table], WANTED), read(paths, WANTED)
    np.testing.assert_array_equal(found.x, given.x)
    assert (found.names, found.notes) == (tuple(names), ())
    smaller = read([table], replace(WANTED, shape=(4, 4)))
    assert smaller.notes == (f"{table}: 5 images resized from 8×8 to 4×4",)


@pytest.mark.parametrize(
    ("names", "cell", "sentence"),
    [
        (["file"], "a.png", " has no column path, which the training data has"),
        (
            ["path"],
            "a.png",
            " has a path to images that do not exist: a.png (line 2); wanted paths relative to",
        ),
        (["path"], "../a.png", " has a path outside the folder of the table: ../a.png (line 2); wanted"),
    ],
)
def test_a_table_without_images_is_refused(
    tmp_path: Path, names: list[str], cell: str, sentence: str
) -> None:
    """With what is wrong."""
    with pytest.raises(DatasetError) as refused:
        read([own.write_table(tmp_path / "t.csv", names, [[cell]])], WANTED)
    assert sentence in str(refused.value)
