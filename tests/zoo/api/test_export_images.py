"""A dataset's images as PNG files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from zoo.api.export_images import write_images
from zoo.errors import UsageError, ZooError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLUGIN = """\
import numpy as np
import zoo

def load():
    x = np.arange(6 * 4 * 4 * 3, dtype=np.float32).reshape(6, 4, 4, 3) / 300
    y = np.eye(2, dtype=np.float32)[[0, 1, 0, 1, 0, 1]]
    return zoo.Loaded(zoo.Split(x, y), zoo.Split(x[:2], y[:2]), "a test")

SHOES = zoo.DatasetSpec(
    summary="", task=zoo.Task("classification", 2, "one-hot"), input_shape=(4, 4, 3), load=load,
    scaling="rescale", classes=("boot/heel", "clog"), unit="images",
)
"""


def test_each_class_has_a_folder(install: Callable, tmp_path: Path) -> None:
    """Its name is that of the class as far as a file system allows; train and test have a folder each."""
    install("shoes", "[zoo.datasets]\nshoes = shoes:SHOES", {"shoes.py": PLUGIN})
    assert write_images("shoes", tmp_path / "out") == 8
    assert sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.png")) == [
        "test/boot-heel/0.png",
        "test/clog/1.png",
        *(f"train/boot-heel/{place}.png" for place in (0, 2, 4)),
        *(f"train/clog/{place}.png" for place in (1, 3, 5)),
    ]
    picture = np.asarray(Image.open(tmp_path / "out" / "train" / "clog" / "1.png"))
    assert picture.tolist() == np.rint(np.arange(48, 96).reshape(4, 4, 3) / 300 * 255).tolist()


def test_an_existing_folder_is_left_unchanged(tmp_path: Path) -> None:
    """Even if it is empty."""
    with pytest.raises(ZooError, match=r"exists; choose another name, or move it away$"):
        write_images("digits", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("dataset", ["iris", "diabetes"])
def test_data_that_is_not_images_in_classes_is_refused(tmp_path: Path, dataset: str) -> None:
    """Rows of numbers can not be written as images."""
    with pytest.raises(
        UsageError, match=rf"^{dataset} has rows of shape \(\d+,\); wanted images in classes$"
    ):
        write_images(dataset, tmp_path / "out")


def test_a_failure_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is neither an incomplete folder nor a temporary one."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Image.Image, "save", full)
    with pytest.raises(ZooError, match=r"out can't be written: no space left on device$"):
        write_images("digits", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
