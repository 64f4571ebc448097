"""A table with the paths of images and their labels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zoo
from tests.zoo import own
from zoo.data.own import load, understand
from zoo.errors import DatasetError
from zoo.specs.data_options import DataOptions
from zoo.specs.splitting import Splitting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TARGET = DataOptions("digit")
NAMES = ("path", "digit", "writer")


@pytest.fixture
def rows(tmp_path: Path) -> list[list[object]]:
    """The path, the class and the writer of sixty images, which are on disk."""
    paths = sorted(own.images(tmp_path / "images", 60).rglob("*.png"))
    return [[path.relative_to(tmp_path), f"d{path.parent.name}", at // 2] for at, path in enumerate(paths)]


def table(folder: Path, rows: Sequence[Sequence[object]], names: Sequence[str] = NAMES) -> Path:
    """A CSV file beside the images."""
    return own.write_table(folder / "t.csv", names, rows)


def test_a_column_of_paths_is_recognised(tmp_path: Path, rows: list[list[object]]) -> None:
    """The examples are the images, split by the labels; other columns are left out; rows without a label too."""
    file = understand(table(tmp_path, [*rows, [rows[0][0], "", 0]]), TARGET)
    assert (file.image_column, file.target, file.unit, file.scaling, file.input_shape) == (
        "path",
        "digit",
        "images",
        "rescale",
        (8, 8),
    )
    assert (file.examples, file.without_target, file.dropped) == (60, 1, ("writer",))
    assert (file.classes, file.split) == (tuple(f"d{each}" for each in range(10)), Splitting("stratified"))
    expected = load(understand(tmp_path / "images")).train.x
    loaded = load(file).train.x
    assert loaded.dtype == np.uint8
    order = [str(path) for path, *_ in rows]
    natural = sorted(range(60), key=lambda at: (order[at].split("/")[1], int(Path(order[at]).stem)))
    np.testing.assert_array_equal(expected, loaded[natural])


def test_the_options_of_images_and_of_tables_apply(tmp_path: Path, rows: list[list[object]]) -> None:
    """The size, the channels, and a split by group."""
    options = DataOptions.of("digit", group="writer", image_size="6x5", channels=3)
    file = understand(table(tmp_path, rows), options)
    assert (file.input_shape, file.resized) == ((6, 5, 3), 60)
    assert (file.split, len(zoo.load_dataset(tmp_path / "t.csv", target="digit").test.x)) == (
        Splitting("group", column="writer"),
        12,
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda path, _: str(path).replace("/", "\\"),
        lambda path, folder: folder / path,
        lambda path, _: f" ./{path} ",
    ],
)
def test_a_path_may_be_written_in_several_ways(
    tmp_path: Path, rows: list[list[object]], change: Callable[[object, Path], object]
) -> None:
    """As in Windows, or absolute, if it is inside the folder of the table."""
    plain = load(understand(table(tmp_path, rows), TARGET)).train.x
    changed = [[change(path, tmp_path), *others] for path, *others in rows]
    np.testing.assert_array_equal(plain, load(understand(table(tmp_path, changed), TARGET)).train.x)


def test_paths_are_found_in_every_format(tmp_path: Path, rows: list[list[object]]) -> None:
    """Here in lines of JSON."""
    lines = [f'{{"file": "{path}", "digit": "{digit}"}}' for path, digit, _ in rows]
    (tmp_path / "t.jsonl").write_text("\n".join(lines))
    assert understand(tmp_path / "t.jsonl", TARGET).image_column == "file"


WANTED = "wanted paths relative to the folder of the table"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            ["images/none.png", "images/no.jpg"],
            "path of t.csv has 2 paths to images that do not exist: images/none.png (line 62), "
            f"images/no.jpg (line 63); {WANTED}",
        ),
        (
            ["../t.png", "/etc/t.png"],
            "path of t.csv has 2 paths outside the folder of the table: ../t.png (line 62), "
            "/etc/t.png (line 63); wanted paths inside it",
        ),
        (["images/a/../../../t.png"], "path of t.csv has a path outside the folder of the table: "),
        ([""], "path of t.csv has nothing in line 62; wanted the path of an image"),
        (["x" * 5_000 + ".png"], "path of t.csv has a path to images that do not exist: xxxxx"),
        (["bad.png", "worse.png"], "2 of 62 images can't be used: "),
    ],
)
def test_all_paths_that_are_wrong_are_named(
    tmp_path: Path, rows: list[list[object]], cells: list[str], sentence: str
) -> None:
    """In one message, before anything is trained."""
    for name in ("bad.png", "worse.png"):
        (tmp_path / name).write_bytes(b"no image")
    with pytest.raises(zoo.DatasetError) as refused:
        understand(table(tmp_path, [*rows, *([cell, "d1", 0] for cell in cells)]), TARGET)
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"image_column": "pth"}, "image_column=pth is not a column of t.csv; did you mean path?"),
        ({"image_column": "digit"}, "image_column=digit is the target; wanted another column"),
        ({"number": "writer"}, "number=writer is for the inputs of rows, and those of t.csv are the images in path"),
        ({"drop": "path", "channels": 3}, "channels=3 is for images, and t.csv is a table; leave it out"),
    ],
)  # fmt: skip
def test_options_that_do_not_apply_are_refused(
    tmp_path: Path, rows: list[list[object]], given: dict[str, Any], sentence: str
) -> None:
    """With the column that has the images."""
    with pytest.raises(zoo.SettingError) as refused:
        understand(table(tmp_path, rows), DataOptions.of("digit", **given))
    assert str(refused.value).startswith(sentence)


def test_of_two_columns_with_paths_one_is_chosen(tmp_path: Path, rows: list[list[object]]) -> None:
    """The other is left out."""
    path = table(tmp_path, [[each, each, digit] for each, digit, _ in rows], ["front", "back", "digit"])
    with pytest.raises(zoo.DatasetError) as refused:
        understand(path, TARGET)
    sentence = "t.csv has paths of images in front and back; wanted --image-column with one of them"
    assert str(refused.value) == sentence
    file = understand(path, DataOptions.of("digit", image_column="back"))
    assert (file.image_column, file.dropped) == ("back", ("front",))


def test_texts_that_end_like_images_but_are_none_stay_texts(tmp_path: Path, rows: list[list[object]]) -> None:
    """If no file is there, a column is a category as before."""
    changed = [[f"kind{at % 3}.png", digit, writer] for at, (_, digit, writer) in enumerate(rows)]
    file = understand(table(tmp_path, changed), TARGET)
    assert (file.image_column, file.columns[0].role) == ("", "category")


@pytest.mark.parametrize("cut", [lambda path: path.name, lambda path: path.stem])
def test_names_of_images_without_their_paths_are_refused(tmp_path: Path, cut: Callable[[Path], str]) -> None:
    """They would be text or numbers; with another role, or left out, they are no images."""
    for at, path in enumerate(sorted(own.images(tmp_path / "images", 30).rglob("*.png"))):
        path.rename(tmp_path / "images" / f"{at}.png")
    named = [[cut(tmp_path / f"{at}.png"), f"d{at % 2}", at] for at in range(30)]
    path = table(tmp_path, named)
    with pytest.raises(DatasetError) as refused:
        understand(path, TARGET)
    assert str(refused.value) == (
        f"t.csv has names of images in column path, such as '{named[0][0]}'; wanted their paths from the folder "
        "of the table, as images/0.png; --drop path leaves the column out"
    )
    assert [
        each.name
        for each in understand(path, DataOptions("digit", drop=("path",), number=("writer",))).columns
    ] == ["writer"]
