"""Validation and test examples that a column or other files say to be such."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.zoo import own
from zoo.catalog.resolve import named
from zoo.data.own import load, understand
from zoo.data.resolve import found_dataset
from zoo.errors import DatasetError, UsageError
from zoo.plan import file as plan_file
from zoo.plan.other_data import moved
from zoo.plan.plan import Plan
from zoo.plan.prepare import prepare
from zoo.specs.data_options import DataOptions

if TYPE_CHECKING:
    from zoo.specs.dataset import Loaded

NAMES = ["n", "city", "y"]


def rows(many: int, first: int = 0) -> list[list[object]]:
    """Rows that differ from those with other numbers."""
    return [[at, ("Bonn", "Kiel")[at % 2], "ab"[at // 2 % 2]] for at in range(first, first + many)]


def table(path: Path, many: int, first: int = 0) -> Path:
    """A table of such rows."""
    return own.write_table(path, NAMES, rows(many, first))


def arrays(path: Path, many: int, part: str = "", fill: float = 0.5, x: Any = None) -> Path:
    """An .npz file of rows in two classes."""
    examples = np.full((many, 3), fill) + np.arange(many)[:, None] if x is None else x
    np.savez(path, **{f"x{part}": examples, f"y{part}": np.array(["a", "b"] * many)[:many]})
    return path


def sizes(loaded: Loaded) -> list[int]:
    """The number of examples of each part."""
    return [0 if part is None else len(part.x) for part in (loaded.train, loaded.validation, loaded.test)]


def test_a_column_says_in_which_part_a_row_is(tmp_path: Path) -> None:
    """It is no input; categories and medians are those of the training rows."""
    parts = ["Train", "VAL", "test", "training", "valid", "Validation"]
    content = [[*row, parts[at % 6]] for at, row in enumerate(rows(60))]
    path = own.write_table(tmp_path / "t.csv", [*NAMES, "part"], content)
    file = understand(path, DataOptions.of("y", split_column="part"))
    loaded = load(file)
    assert (sizes(loaded), file.dropped, file.split) == ([20, 30, 10], ("part",), None)
    trained = [at for at in range(60) if at % 6 in (0, 3)]
    assert (loaded.train.x[:, 0].tolist(), file.columns[0].median) == (trained, np.median(trained))


def test_a_part_that_the_column_does_not_have_is_split_off(tmp_path: Path) -> None:
    """From the training rows alone."""
    content = [[*row, ("train", "test")[at % 2]] for at, row in enumerate(rows(60))]
    path = own.write_table(tmp_path / "t.csv", [*NAMES, "part"], content)
    _, data = prepare(plan_of(path, split_column="part", validation=0.1))
    assert list(map(len, data.parts)) == [27, 3, 30]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            ["train", "tst", "", "test"],
            "part of t.csv has 'tst' in line 3 and 4 more, nothing in line 4 and 4 more; "
            "wanted train, validation (val, valid) or test in each row",
        ),
        (["val", "test"], "part of t.csv has no row for training; wanted train, validation (val, valid) "),
        (["train"], "split_column=part has train in all rows with a target; wanted validation or test in "),
    ],
)
def test_a_column_that_names_no_parts_is_refused(tmp_path: Path, cells: list[str], sentence: str) -> None:
    """The message has the cells and their lines."""
    content = [[*row, cells[at % len(cells)]] for at, row in enumerate(rows(20))]
    path = own.write_table(tmp_path / "t.csv", [*NAMES, "part"], content)
    with pytest.raises((DatasetError, UsageError)) as refused:
        understand(path, DataOptions.of("y", split_column="part"))
    assert str(refused.value).startswith(sentence)


def test_parts_come_from_other_tables(tmp_path: Path) -> None:
    """They are encoded as the training rows are, and what is odd in them is noted."""
    own.write_table(tmp_path / "val.csv", ["id", *NAMES], [[at, *row] for at, row in enumerate(rows(7, 90))])
    own.write_table(tmp_path / "test.csv", NAMES, [*rows(4), [100, "Ulm", "a"]])
    file = understand(
        table(tmp_path / "train.csv", 40),
        DataOptions.of("y", validation_data=tmp_path / "val.csv", test_data=tmp_path / "test.csv"),
    )
    loaded = load(file)
    assert loaded.test is not None
    assert (sizes(loaded), loaded.test.x[-1].tolist(), file.split) == ([40, 7, 5], [100, 0, 0], None)
    assert file.notes == (
        "val.csv: column id not in the training data: ignored",
        "test.csv: 1 value of city not in the training data: all zeros (Ulm)",
        "4 of 5 rows of test.csv are also in train.csv",
    )


def test_all_differences_of_a_table_are_in_one_message(tmp_path: Path) -> None:
    """Missing columns, values of another kind and unknown classes."""
    own.write_table(tmp_path / "test.csv", ["n", "town", "y"], [["x", "Bonn", "c"], [1, "Kiel", "a"]])
    with pytest.raises(DatasetError) as refused:
        understand(table(tmp_path / "t.csv", 40), DataOptions.of("y", test_data=tmp_path / "test.csv"))
    assert (refused.value.sentence, refused.value.details) == (
        "test.csv differs from t.csv in 3 ways",
        (
            ("test.csv has no column city; it has town instead",),
            ("test.csv has 'x' in column n, line 2; wanted a number",),
            ("y of test.csv has the class 'c' in line 2, not in the training data; wanted a, b",),
        ),
    )


@pytest.mark.parametrize("part", ["", "_test"])
def test_a_part_comes_from_other_arrays(tmp_path: Path, part: str) -> None:
    """It is the file's own test part, or all of it."""
    other = arrays(tmp_path / "other.npz", 6, part, 99.0)
    file = understand(arrays(tmp_path / "a.npz", 30), DataOptions.of(test_data=other))
    assert (sizes(load(file)), file.given_test, file.notes) == ([30, 0, 6], 6, ())


def test_arrays_of_another_shape_or_dtype_are_refused(tmp_path: Path) -> None:
    """Bytes and fractions of images would be scaled alike."""
    images = arrays(tmp_path / "a.npz", 30, x=np.full((30, 4, 4), 200, np.uint8))
    for x, words in (
        (np.ones((6, 4, 4)), "has examples, as float64; wanted images"),
        (np.ones((6, 5)), "(5,)"),
    ):
        with pytest.raises(DatasetError) as refused:
            understand(images, DataOptions.of(test_data=arrays(tmp_path / "b.npz", 6, x=x)))
        assert words in str(refused.value)


def test_a_part_comes_from_another_folder_of_images(tmp_path: Path) -> None:
    """Its classes are those of the training data; copies of training images are noted."""
    images, test = own.images(tmp_path / "train", 100), own.images(tmp_path / "test", 20)
    file = understand(images, DataOptions.of(test_data=test))
    assert (sizes(load(file)), file.notes[-1]) == ([100, 0, 20], "20 of 20 images of test are also in train")
    (test / "0").rename(test / "zero")
    with pytest.raises(DatasetError, match=r"^test has the class 'zero' in .*test/zero/0.png, not in the "):
        understand(images, DataOptions.of(test_data=test))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"test": 0.3, "test_data": "x"}, "test=0.3 and test_data=x exclude each other; wanted one of them"),
        (
            {"split_column": "p", "group": "g"},
            "split_column=p and group=g exclude each other; wanted one of ",
        ),
        (
            {"split_column": "p", "test_data": "x"},
            "split_column=p and test_data=x exclude each other; wanted",
        ),
        (
            {"split_by": "d", "validation_data": "x", "test_data": "y"},
            "split_by=d has nothing to split: validation and test data are both given; leave it out",
        ),
    ],
)
def test_options_that_contradict_each_other_are_refused(options: dict[str, Any], sentence: str) -> None:
    """Before any file is read."""
    with pytest.raises(UsageError) as refused:
        DataOptions.of("y", **options)
    assert str(refused.value).startswith(sentence)


def test_a_part_that_the_data_has_itself_is_not_given_again(tmp_path: Path) -> None:
    """Nor does a file of another kind give one."""
    np.savez(tmp_path / "a.npz", x=np.ones((9, 2)), y=[0, 1, 0] * 3, x_test=np.ones((3, 2)), y_test=[0, 1, 0])
    with pytest.raises(
        UsageError, match=r"does not apply, since the data has its own test part; leave it out"
    ):
        understand(tmp_path / "a.npz", DataOptions.of(test_data=arrays(tmp_path / "b.npz", 6)))
    with pytest.raises(UsageError, match=r"is of another kind; wanted arrays, as the training data"):
        understand(tmp_path / "a.npz", DataOptions.of(validation_data=table(tmp_path / "t.csv", 9)))


def test_a_group_is_not_in_two_files(tmp_path: Path) -> None:
    """The groups that both have are named."""
    train = own.write_table(tmp_path / "t.csv", [*NAMES, "who"], [[*row, f"p{row[0]}"] for row in rows(40)])
    test = own.write_table(tmp_path / "u.csv", [*NAMES, "who"], [[*row, f"p{row[0]}"] for row in rows(9, 39)])
    with pytest.raises(
        DatasetError, match=r"^u.csv has groups of who that t.csv has too: p39; wanted others$"
    ):
        understand(train, DataOptions.of("y", group="who", test_data=test))


def plan_of(path: Path, **options: Any) -> Plan:
    """A plan with a table, and its facts, as it is written and read again."""
    dataset = found_dataset(path, DataOptions.of("y", **options))
    plan = prepare(Plan(named("model", "softmax-1layer"), named("optimizer", "sgd"), dataset))[0]
    saved = path.parent / "plan.toml"
    saved.write_text(plan_file.dumps(plan), encoding="utf-8")
    assert plan_file.load(saved) == plan
    return plan


def test_the_files_of_the_parts_move_with_the_data(tmp_path: Path) -> None:
    """They are found beside it, and have to be unchanged."""
    train, test = table(tmp_path / "train.csv", 40), table(tmp_path / "test.csv", 9, 50)
    plan = plan_of(train, test_data=test)
    (tmp_path / "new").mkdir()
    there = train.rename(tmp_path / "new" / "train.csv")
    assert list(map(len, prepare(moved(plan, there))[1].parts)) == [32, 8, 9]
    test.rename(tmp_path / "new" / "test.csv")
    assert list(map(len, prepare(moved(plan, there))[1].parts)) == [32, 8, 9]
    table(tmp_path / "new" / "test.csv", 9, 60)
    with pytest.raises(DatasetError, match=r"new/test.csv has changed: its digest was "):
        prepare(moved(plan, there))
    Path(tmp_path / "new" / "test.csv").unlink()
    with pytest.raises(DatasetError, match=r"new/test.csv, the test data, no longer exists; restore it, or "):
        prepare(moved(plan, there))
