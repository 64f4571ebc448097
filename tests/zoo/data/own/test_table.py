"""Tables as datasets: their target, their classes, and the rows and columns that are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.zoo import own
from zoo.data.own import load, understand
from zoo.data.split import split
from zoo.errors import DatasetError
from zoo.specs.column import COMMA
from zoo.specs.data_options import DataOptions

if TYPE_CHECKING:
    from pathlib import Path

B = DataOptions("b")


@pytest.mark.parametrize(
    ("cells", "classes"),
    [
        (["NA", "DE", "FR"], ("DE", "FR", "NA")),
        (["01", "1", "2"], ("01", "1", "2")),
        (["-1", "0", "10"], ("-1", "0", "10")),
    ],
)
def test_classes_of_a_table_keep_their_spelling(
    tmp_path: Path, cells: list[str], classes: tuple[str, ...]
) -> None:
    """Codes keep their leading zeros, and `NA` among text is a class; both are found again for training."""
    path = own.write_table(tmp_path / "t.csv", ["a", "b"], [[at, cells[at % 3]] for at in range(30)])
    file = understand(path, B)
    numbers = [classes.index(cell) for cell in cells] * 10
    assert (file.classes, load(file).train.y.tolist()) == (classes, numbers)


def test_a_rare_class_has_a_training_example(tmp_path: Path) -> None:
    """The split is stratified: a class with two rows is in the training part, and is noted."""
    rare = split(50, 0).validation[:2].tolist()
    rows = [[at, "rare" if at in rare else "ab"[at % 2]] for at in range(50)]
    file = understand(own.write_table(tmp_path / "t.csv", ["x", "y"], rows), DataOptions("y"))
    assert (file.classes, file.untrained) == (("a", "b", "rare"), ())
    assert file.notes == (
        "1 class with fewer than 10 examples (rare)",
        "the largest class has 24 examples, the smallest 2",
    )


@pytest.mark.parametrize(
    ("cells", "classes", "kept"),
    [
        (["1", "NA", "2"], ("1", "2"), 20),
        (["a", "", "b"], ("a", "b"), 20),
        (["a", "NA", "b"], ("NA", "a", "b"), 30),
    ],
)
def test_rows_without_a_target_are_left_out(
    tmp_path: Path, cells: list[str], classes: tuple[str, ...], kept: int
) -> None:
    """Their number is reported; among text, `NA` is a class."""
    path = own.write_table(tmp_path / "t.csv", ["a", "b"], [[at, cells[at % 3]] for at in range(30)])
    file = understand(path, B)
    assert (file.classes, file.examples, file.without_target) == (classes, kept, 30 - kept)
    loaded = load(file)
    assert loaded.train.x[:, 0].tolist() == [at for at in range(30) if kept == 30 or at % 3 != 1]
    assert ("10 rows without b left out" in file.understood()) is (kept == 20)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (["0.5", "inf"], "b of t.csv has inf in line 3; wanted finite numbers"),
        (
            ["1.5", "2.5", "3.5", "n.a."],
            "t.csv has 'n.a.' in column b, line 5; wanted a number; "
            "--missing n.a. reads it as missing, --task classification all as classes",
        ),
        ([""], "b of t.csv has no values; wanted a value in each row"),
    ],
)
def test_a_target_has_one_type(tmp_path: Path, cells: list[str], sentence: str) -> None:
    """Numbers but for a few cells are refused."""
    path = own.write_table(tmp_path / "t.csv", ["a", "b"], [[at, cells[at % len(cells)]] for at in range(20)])
    with pytest.raises(DatasetError) as refused:
        understand(path, B)
    assert str(refused.value) == sentence


def test_what_a_user_says_about_columns_is_kept(tmp_path: Path) -> None:
    """The data is read again in the same way."""
    rows = [[f"n{at}", at % 3, ["1", "n.a.", "2"][at % 3], "ab"[at % 2]] for at in range(30)]
    path = own.write_table(tmp_path / "t.csv", ["name", "code", "age", "b"], rows)
    file = understand(path, DataOptions.of("b", drop="name", category="code", missing="n.a."))
    assert (file.dropped, file.missing_marks, file.input_shape) == (("name",), ("n.a.",), (4,))
    assert [column.role for column in file.columns] == ["category", "number"]
    median = file.columns[1].median
    assert load(file).train.x[:3].tolist() == [[1, 0, 0, 1], [0, 1, 0, median], [0, 0, 1, 2]]


def test_points_are_thousands_in_a_table_with_decimal_commas(tmp_path: Path) -> None:
    """Another column shows what they are."""
    lines = [f"{at + 1}.200;{at % 7},5;{'ab'[at % 2]}" for at in range(30)]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["people;share;b", *lines]))
    file = understand(path, B)
    assert [column.spelling for column in file.columns] == [COMMA, COMMA]
    assert load(file).train.x[:2].tolist() == [[1200, 0.5], [2200, 1.5]]


def test_several_columns_are_labels_of_true_and_false_or_numbers(tmp_path: Path) -> None:
    """Rows without a value in one of them are left out; other text is refused."""
    rows = [[at, "no" if at % 2 else "yes", at % 3 % 2, "" if at == 7 else at / 2, "red"] for at in range(30)]
    path = own.write_table(tmp_path / "t.csv", ["x", "a", "b", "c", "d"], rows)
    file = understand(path, DataOptions("a,b", drop=("d",)))
    assert (str(file.task), file.classes, file.target) == ("2 labels", ("a", "b"), "a,b")
    assert load(file).train.y.tolist() == [[(at + 1) % 2, at % 3 % 2] for at in range(30)]
    numbers = understand(path, DataOptions("x,c", drop=("d",)))
    assert (str(numbers.task), numbers.examples, numbers.without_target) == ("2 targets", 29, 1)
    with pytest.raises(DatasetError) as caught:
        understand(path, DataOptions("a,d"))
    assert str(caught.value) == (
        "t.csv has 'red' in column d, line 2; wanted true and false, 0 and 1, or numbers in each of several "
        "targets"
    )
