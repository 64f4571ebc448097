"""Detection of the structure of real data in files, and reading it again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image
from sklearn import datasets

from tests.zoo import own
from zoo import Task
from zoo.catalog.resolve import named
from zoo.data.own import images, load, understand
from zoo.data.resolve import found_dataset
from zoo.data.split import split
from zoo.errors import DatasetError, UsageError, ZooError
from zoo.plan.plan import Plan
from zoo.plan.prepare import prepare
from zoo.specs.column import Column
from zoo.specs.data_file import DataFile
from zoo.specs.data_options import DataOptions
from zoo.specs.splitting import Splitting

if TYPE_CHECKING:
    from pathlib import Path


SPECIES = DataOptions("species")


def saved(path: Path, **arrays: Any) -> Path:
    """An .npz file."""
    np.savez(path, **arrays)
    return path


def test_the_columns_of_a_table_are_detected(tmp_path: Path) -> None:
    """Medians are those of the training part; the missing colour is a category."""
    file = understand(own.flowers(tmp_path / "flowers.csv"), SPECIES)
    rule = Splitting("stratified")
    training = split(150, 0, 0, rule, datasets.load_iris().target).training
    medians = np.median(datasets.load_iris().data[training], axis=0)
    colour = Column("colour", categories=("", "blue", "red", "white"), missing=15)
    assert file == DataFile(
        path=str(tmp_path / "flowers.csv"),
        examples=150,
        input_shape=(8,),
        task=Task("classification", 3),
        scaling="standardize",
        classes=("setosa", "versicolor", "virginica"),
        target="species",
        columns=(
            *(Column(name, float(median)) for name, median in zip(own.IRIS, medians, strict=True)),
            colour,
        ),
        split=rule,
    )
    assert file.understood() == [
        "species: 3 classes (setosa, versicolor, virginica)",
        "4 columns of numbers, standardized; 1 column of categories, one-hot (colour): 8 inputs",
        "15 missing categories: a category ''",
    ]


def test_a_table_is_standardized_except_its_categories(tmp_path: Path) -> None:
    """Columns of categories are not standardized."""
    dataset = found_dataset(own.flowers(tmp_path / "flowers.csv"), SPECIES)
    _, data = prepare(Plan(named("model", "relu-flatten"), named("optimizer", "sgd"), dataset))
    part = data.x[data.parts.training]
    np.testing.assert_allclose(part[:, :4].mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(part[:, :4].std(axis=0), 1, atol=1e-6)
    assert set(part[:, 4:].ravel().tolist()) == {0, 1}
    assert data.y.tolist() == datasets.load_iris().target.tolist()


def test_arrays_are_detected_as_rows_or_images(tmp_path: Path) -> None:
    """The number of axes decides; images are scaled to 0 … 1."""
    digits, diabetes = datasets.load_digits(), datasets.load_diabetes()
    classes = tuple("0123456789")
    rows = understand(saved(tmp_path / "d.npz", x=diabetes.data, y=diabetes.target))
    assert (rows.task, rows.scaling, rows.unit, rows.input_shape) == (
        Task("regression", 1),
        "standardize",
        "rows",
        (10,),
    )
    images = understand(saved(tmp_path / "e.npz", x=digits.images.astype("u1"), y=digits.target))
    assert (images.task, images.scaling, images.unit) == (Task("classification", 10), "rescale", "images")
    assert (images.factor, images.classes, images.examples) == (1 / 16, classes, 1797)
    bytes_ = understand(saved(tmp_path / "f.npz", x=(digits.images * 15).astype("u1"), y=digits.target))
    assert bytes_.factor == 1 / 255
    assert images.understood() == [
        "10 classes (0, 1, 2, 3, 4, …)",
        "inputs of 8 × 8 numbers, divided by 16",
    ]


def test_arrays_may_have_a_separate_test_part(tmp_path: Path) -> None:
    """As in Keras's datasets; labels of shape (examples, 1) are flattened."""
    iris = datasets.load_iris()
    x, y = iris.data, iris.target[:, None]
    order = np.random.RandomState(0).permutation(150)
    train, test = order[:100], order[100:]
    file = understand(
        saved(tmp_path / "i.npz", x_train=x[train], y_train=y[train], x_test=x[test], y_test=y[test])
    )
    loaded = load(file)
    assert (file.examples, file.classes) == (150, ("0", "1", "2"))
    assert loaded.test is not None
    assert loaded.test.y.tolist() == iris.target[test].tolist()


def test_a_folder_of_images_is_detected(tmp_path: Path) -> None:
    """Images are grey if all files are, with unchanged pixels."""
    file = understand(own.images(tmp_path / "digits"))
    assert (file.classes, file.input_shape, file.examples, file.factor) == (
        tuple("0123456789"),
        (8, 8),
        100,
        1 / 255,
    )
    first = np.flatnonzero(datasets.load_digits().target[:100] == 0)[0]
    expected = (datasets.load_digits().images[first] * 15.9375).astype(np.uint8)
    assert load(file).train.x[0].tolist() == expected.tolist()


def test_images_are_resized_to_the_most_common_size(tmp_path: Path) -> None:
    """The number of resized images is reported; all are coloured if any is."""
    folder = own.images(tmp_path / "digits")
    for path in sorted(folder.glob("1/*.png")):
        Image.open(path).convert("RGB").resize((12, 12)).save(path)
    file = understand(folder)
    assert (file.input_shape, load(file).train.x.shape) == ((8, 8, 3), (100, 8, 8, 3))
    many = len(list(folder.glob("1/*.png")))
    assert (
        file.understood()[1]
        == f"inputs of 8 × 8 × 3 numbers, divided by 255; {many} of another size were resized"
    )


def test_images_may_have_a_separate_test_part(tmp_path: Path) -> None:
    """The parts are the folders train and test."""
    own.images(tmp_path / "digits" / "train")
    own.images(tmp_path / "digits" / "test", 20)
    loaded = load(understand(tmp_path / "digits"))
    assert loaded.test is not None
    assert (len(loaded.train.x), len(loaded.test.x)) == (100, 20)
    own.images(tmp_path / "digits" / "test" / "x", 10)
    with pytest.raises(
        DatasetError, match=r"test/x/0 is a folder in the folder of the class x; wanted its images there"
    ):
        understand(tmp_path / "digits")


def only_in(folder: Path, name: str) -> None:
    """An image in a folder where it is not allowed."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    Image.new("L", (8, 8)).save(folder / name, "PNG")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (
            lambda folder: only_in(folder, "a.png"),
            "{folder}/a.png is not in the folder of a class; wanted a folder for each class, "
            "or a table with the paths and labels of images",
        ),
        (
            lambda folder: only_in(folder, "1/a/b.png"),
            "{folder}/1/a is a folder in the folder of the class 1; "
            "wanted its images there, and a folder for each class",
        ),
        (
            lambda folder: only_in(folder, "1/a.txt"),
            "{folder}/1/a.txt is not an image; wanted only PNG, JPEG, WebP, BMP, TIFF or GIF files",
        ),
        (
            lambda folder: (folder / "x").mkdir(),
            "{folder}/x is empty; add images of its class, or remove the folder",
        ),
        (
            lambda folder: [each.unlink() for each in folder.glob("*/*")],
            "{folder}/0 is empty; add images of its class, or remove the folder",
        ),
    ],
)
def test_an_unexpected_file_in_a_folder_is_an_error(tmp_path: Path, spoil: Any, sentence: str) -> None:
    """Only files that operating systems add are ignored."""
    folder = own.images(tmp_path / "digits")
    (folder / ".DS_Store").touch()
    (folder / "1" / "Thumbs.db").touch()
    understand(folder)
    spoil(folder)
    with pytest.raises(DatasetError) as refused:
        understand(folder)
    assert str(refused.value) == sentence.format(folder=folder)


def test_an_unreadable_image_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message has the file, not only the folder."""
    folder = own.images(tmp_path / "digits")
    paths = [*sorted(folder.glob("*/*.png")), folder / "1" / "gone.png"]
    found = [PurePosixPath(path.relative_to(folder)) for path in paths]
    monkeypatch.setattr(images, "_images", lambda *_: found)
    with pytest.raises(ZooError, match=r"digits/1/gone.png can't be read: no such file or directory$"):
        understand(folder)


IRIS = datasets.load_iris()
X, Y = IRIS.data, IRIS.target


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        (
            {"x": np.where(X > 7.6, np.inf, X), "y": Y},
            "t.npz has inf in x of the train part, row 117; wanted finite numbers",
        ),
        (
            {"x": np.where(X > 7.6, np.nan, X)[:, None], "y": Y},
            "t.npz has nan in x of the train part, row 117; wanted finite numbers",
        ),
        ({"x": X, "y": np.where(Y > 1, np.inf, Y)}, "y of t.npz has inf in row 100; wanted finite numbers"),
        ({"x": X[:, 0], "y": Y}, "x of t.npz has the shape (150,); wanted rows or images"),
        ({"x": X[:0], "y": Y[:0]}, "x of t.npz has the shape (0, 4); wanted rows or images"),
        ({"x": X, "y": Y[:9]}, "y of t.npz has the shape (9,); wanted (150,)"),
        ({"x": X[:3], "y": Y[:3]}, "t.npz has 3 examples to train on; wanted at least 5"),
        ({"x": X.astype(str), "y": Y}, "x of t.npz has text; wanted numbers, or a table with --text COLUMN"),
        (
            {"x": X * 1e300, "y": Y},
            "t.npz has 7.9e+300 in x of the train part; wanted at most 3.4e+38, the limit of float32",
        ),
        (
            {"x_train": X, "y_train": Y, "x_test": X[:5], "y_test": Y[:5] + 3},
            "y_test of t.npz has the class '3' in row 0, which is not in the training data; wanted one of 0, 1, 2",
        ),
        (
            {"x_train": X, "y_train": Y, "x_test": X[:5, :3], "y_test": Y[:5]},
            "x of the test part of t.npz has examples of shape (3,); wanted (4,)",
        ),
    ],
)
def test_unusable_arrays_are_refused(tmp_path: Path, arrays: dict[str, Any], sentence: str) -> None:
    """The message has the array and the row."""
    with pytest.raises(DatasetError) as refused:
        understand(saved(tmp_path / "t.npz", **arrays))
    assert str(refused.value) == sentence


AWAY = int(split(150, 0).test[0])
"""The place of a row in the test part."""


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            ["inf", "3", "1", "1", "red", "setosa"],
            "t.csv has inf in column sepal length, {line}; wanted finite numbers; --missing inf reads it as missing",
        ),
    ],
)
def test_unusable_rows_are_refused(tmp_path: Path, row: list[str], sentence: str) -> None:
    """The message has the line."""
    path = own.flowers(tmp_path / "t.csv")
    lines = path.read_text().splitlines()
    lines[AWAY + 1] = ",".join(row)
    path.write_text("\n".join(lines))
    with pytest.raises(DatasetError) as refused:
        understand(path, SPECIES)
    assert str(refused.value) == sentence.format(line=f"line {AWAY + 2}")


@pytest.mark.parametrize(
    ("name", "target", "sentence"),
    [
        ("t.csv", None, "{path} is a table; wanted --target with one of a, b"),
        ("t.csv", "B", "target=B is not a column of {path}; did you mean b?"),
        ("t.csv", "zzz", "target=zzz is not a column of {path}; wanted one of a, b"),
        ("t.npz", "b", "target=b is for tables, and {path} is not a table; leave it out"),
        (
            "t.npy",
            None,
            "{path} does not have a name for examples; wanted x.npy with y.npy beside it, or such names",
        ),
        ("nix.csv", "b", "{path} can't be read: no such file or directory"),
    ],
)
def test_wrong_path_or_column_is_a_usage_error(
    tmp_path: Path, name: str, target: str | None, sentence: str
) -> None:
    """A wrong path or column is a UsageError."""
    own.write_table(tmp_path / "t.csv", ["a", "b"], [[1, 2]])
    (tmp_path / "t.npz").touch()
    (tmp_path / "t.npy").touch()
    with pytest.raises(UsageError) as refused:
        understand(tmp_path / name, DataOptions(target))
    assert str(refused.value) == sentence.format(path=tmp_path / name)


def test_missing_or_changed_data_is_refused(tmp_path: Path) -> None:
    """Changes that are still readable are detected by the digest."""
    path = own.flowers(tmp_path / "flowers.csv")
    dataset = found_dataset(path, SPECIES)
    settled, _ = prepare(Plan(named("model", "relu-flatten"), named("optimizer", "sgd"), dataset))
    text = path.read_text()
    for changed, sentence in (
        (text.replace("5.1", "5.2"), "flowers has changed: its digest was "),
        (text.replace("red", "pink"), "flowers has changed: its digest was "),
        (
            text.replace("5.1", "many"),
            "flowers.csv has 'many' in column sepal length, line 2; wanted a number",
        ),
        (
            text.replace("virginica", "rose"),
            "species of flowers.csv has the class 'rose' in line 102, which is not in the training data",
        ),
        (text.replace("species", "kind"), "flowers.csv has no column species, which the training data has"),
    ):
        path.write_text(changed)
        with pytest.raises(DatasetError) as refused:
            prepare(settled)
        assert str(refused.value).startswith(sentence)
    path.unlink()
    with pytest.raises(DatasetError) as refused:
        prepare(settled)
    assert (
        str(refused.value)
        == f"{path} no longer exists; restore it, or pass --data PATH to evaluate, predict, resume or replay"
    )


def test_files_with_equal_data_have_the_same_digest(tmp_path: Path) -> None:
    """The digest only depends on the data, not on the path."""
    plans = [
        prepare(
            Plan(
                named("model", "relu-flatten"),
                named("optimizer", "sgd"),
                found_dataset(own.flowers(tmp_path / name), SPECIES),
            )
        )[0]
        for name in ("a.csv", "b.csv")
    ]
    one, other = (replace(plan.dataset.value.file, path="") for plan in plans)  # type: ignore[type-var]  # a DataFile
    assert (one, plans[0].data) == (other, plans[1].data)
