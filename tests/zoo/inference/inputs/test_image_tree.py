"""Predictions for all images in a folder or an archive."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.zoo import own
from zoo.errors import DatasetError
from zoo.inference.inputs import image_tree
from zoo.inference.inputs.read import read
from zoo.inference.inputs.wanted import Wanted
from zoo.specs.data_facts import Pixels

if TYPE_CHECKING:
    from pathlib import Path

WANTED = Wanted((8, 8), Pixels(255.0, 0.0, whole=True))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Images in folders of classes, with a hidden file and one of another kind."""
    found = own.images(tmp_path / "images", 12)
    (found / ".hidden.png").write_bytes(b"none")
    (found / "remarks.txt").write_text("none")
    return found


@pytest.mark.parametrize("form", ["folder", "zip", "gztar"])
def test_the_images_of_a_tree_are_as_if_they_were_given(folder: Path, form: str) -> None:
    """They are called by their paths; a note counts other files."""
    path = folder
    if form != "folder":
        path = folder.with_name(shutil.make_archive(str(folder), form, folder).rpartition("/")[2])
    inside = [each for each in folder.rglob("*.png") if not each.name.startswith(".")]
    found = read([path], WANTED)
    names = [name.removeprefix(f"{path}/") for name in found.names]
    assert sorted(names) == sorted(str(each.relative_to(folder)) for each in inside)
    np.testing.assert_array_equal(found.x, read([folder / name for name in names], WANTED).x)
    assert found.notes == (f"{path}: 1 file of other kinds passed over",)


def test_damaged_images_of_a_tree_are_all_named(folder: Path) -> None:
    """After all have been tried."""
    for name in ("one.png", "two.png"):
        (folder / name).write_bytes(b"none")
    with pytest.raises(DatasetError, match=r"2 of 14 images can't be used: .*one\.png.*two\.png"):
        read([folder], WANTED)


def test_a_tree_that_can_not_be_used_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without images, for a model of rows, and if it does not fit in memory."""
    empty = folder / "empty"
    empty.mkdir()
    with pytest.raises(DatasetError, match="empty is a folder without images; wanted some"):
        read([empty], WANTED)
    with pytest.raises(DatasetError, match=r"images has images; wanted examples of shape \(4,\)"):
        read([folder], replace(WANTED, shape=(4,), pixels=None))
    monkeypatch.setattr(image_tree, "machine_memory", lambda: 1_000)
    with pytest.raises(DatasetError, match=r"the 12 images of .* need .* of memory; this machine has"):
        read([folder], WANTED)
