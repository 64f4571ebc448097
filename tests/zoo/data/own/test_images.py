"""Images as people keep them: parts, archives, photographs, and damaged files."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from tests.zoo import own
from zoo.data.own import load, understand
from zoo.errors import DatasetError, UsageError
from zoo.specs.data_options import DataOptions

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("names", [("train", "val"), ("Train", "Valid", "Test"), ("TRAINING", "validation")])
def test_folders_of_parts_are_found_in_any_case(tmp_path: Path, names: tuple[str, ...]) -> None:
    """A test part that is not there is split off."""
    for at, name in enumerate(names):
        own.images(tmp_path / "d" / name, 100 - 30 * at)
    (tmp_path / "d" / "__MACOSX" / "0").mkdir(parents=True)
    file = understand(tmp_path / "d")
    loaded = load(file)
    assert loaded.validation is not None
    given = (len(loaded.validation.x), 0 if loaded.test is None else len(loaded.test.x))
    assert (given, len(loaded.train.x)) == ((70, 40 if len(names) == 3 else 0), 100)
    assert (file.given_validation, file.given_test) == given


def test_a_folder_beside_the_parts_is_named(tmp_path: Path) -> None:
    """It would be ignored silently."""
    for name in ("train", "val", "extra"):
        own.images(tmp_path / "d" / name, 50)
    with pytest.raises(DatasetError, match=r"d has extra beside train and val; wanted train, val and test$"):
        understand(tmp_path / "d")


def test_a_file_beside_the_folders_is_noted(tmp_path: Path) -> None:
    """Many datasets have a text about themselves."""
    folder = own.images(tmp_path / "d", 100)
    (folder / "README.md").touch()
    assert understand(folder).notes[0] == "not used: README.md"


@pytest.mark.parametrize("kind", ["zip", "tar", "gztar"])
def test_an_archive_is_read_like_its_folder(tmp_path: Path, kind: str) -> None:
    """Also if it has nothing but the folder of the dataset."""
    folder = own.images(tmp_path / "in" / "digits")
    (folder / "1" / ".DS_Store").touch()
    path = shutil.make_archive(str(tmp_path / "t"), kind, tmp_path / "in")
    one, other = understand(folder), understand(tmp_path / path)
    assert (one.examples, one.classes, one.input_shape) == (other.examples, other.classes, other.input_shape)
    np.testing.assert_array_equal(load(one).train.x, load(other).train.x)


def photographs(folder: Path, sizes: list[tuple[int, int]]) -> Path:
    """Images of these heights and widths, in two classes."""
    for at, (height, width) in enumerate(sizes):
        (folder / "ab"[at % 2]).mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (width, height), (at, 0, 0)).save(folder / "ab"[at % 2] / f"{at}.bmp")
    return folder


def test_photographs_are_scaled_down(tmp_path: Path) -> None:
    """Every pixel of them would have weights in a dense layer; the note has the way out."""
    folder = photographs(tmp_path / "t", [(333, 500)] * 12 + [(100, 100)] * 3)
    file = understand(folder)
    assert (file.input_shape, load(file).train.x.shape, file.resized) == ((85, 128, 3), (15, 85, 128, 3), 3)
    assert file.notes[0] == "scaled down from 333x500 to 85x128 pixels; --image-size 333x500 keeps the size"
    chosen = understand(folder, DataOptions.of(image_size="20x30", channels=1))
    assert (chosen.input_shape, load(chosen).train.x.shape, chosen.resized) == ((20, 30), (15, 20, 30), 15)


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("image_size", "64", (64, 64)),
        ("image_size", (64, 48), (64, 48)),
        (
            "image_size",
            "64by",
            "image_size=64by is not a size; wanted height and width from 1 to 4,096 pixels",
        ),
        (
            "image_size",
            "9999x1",
            "image_size=(9999, 1) is too large; wanted height and width from 1 to 4,096",
        ),
        ("channels", 2, "channels=2 is not a number of channels; wanted 1 (grey) or 3 (coloured)"),
        ("test", 0.7, "test=0.7 is too large; wanted a number above 0 and at most 0.5"),
    ],
)
def test_options_are_checked(option: str, value: object, sentence: object) -> None:
    """A size is text or two numbers."""
    if isinstance(sentence, tuple):
        assert getattr(DataOptions.of(**{option: value}), option) == sentence
        return
    with pytest.raises(UsageError) as refused:
        DataOptions.of(**{option: value})
    assert str(refused.value).startswith(str(sentence))


def test_damaged_images_are_named_all_at_once(tmp_path: Path) -> None:
    """Also those whose header is sound, before training."""
    folder = own.images(tmp_path / "t", 40)
    broken = sorted(folder.glob("1/*.png"))[:2]
    broken[0].write_bytes(broken[0].read_bytes()[:60])
    noise = np.random.default_rng(0).integers(0, 256, (32, 32), np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.jpg")
    broken[1].write_bytes((tmp_path / "noise.jpg").read_bytes()[:700])
    with pytest.raises(DatasetError) as refused:
        understand(folder)
    said = str(refused.value)
    assert said.startswith("2 of 40 images can't be used: ")
    assert all(str(path) in said for path in broken)


def test_options_of_images_are_refused_for_other_data(tmp_path: Path) -> None:
    """Arrays and tables have no size to change."""
    np.savez(tmp_path / "t.npz", x=np.ones((9, 2)), y=np.arange(9) % 2)
    own.flowers(tmp_path / "t.csv")
    for name in ("t.npz", "t.csv"):
        with pytest.raises(UsageError, match=r"^channels=1 is for images"):
            understand(tmp_path / name, DataOptions.of("species" if name == "t.csv" else None, channels=1))
