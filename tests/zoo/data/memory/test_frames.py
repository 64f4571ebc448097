"""A DataFrame is understood like the same table in a file, without pandas or polars being imported by zoo."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

import zoo
from zoo.data.memory.frames import FrameColumns, Series, table_of
from zoo.data.resolve import found_dataset
from zoo.specs.data_options import DataOptions

if TYPE_CHECKING:
    from pathlib import Path

MANY = 60
COLUMNS: dict[str, list[Any]] = {
    "age": [None if at % 7 == 3 else 20 + at % 13 for at in range(MANY)],
    "height": [1.5 + at % 11 / 10 for at in range(MANY)],
    "price": [f"${1000 + at * 37:,}.50" for at in range(MANY)],
    "city": [["Kiel", "Ulm", None][at % 3] for at in range(MANY)],
    "member": [at % 4 == 0 for at in range(MANY)],
    "joined": [dt.date(2024, 1, 1) + dt.timedelta(days=9 * at % 50) for at in range(MANY)],
    "group": [at // 6 for at in range(MANY)],
    "id": [f"n{at:03}" for at in range(MANY)],
    "label": [["a", "b"][at % 5 == 0] for at in range(MANY)],
}
OPTIONS = DataOptions("label", group="group", drop=("id",))


def of_pandas() -> Any:
    """The columns in a DataFrame of pandas."""
    return pytest.importorskip("pandas").DataFrame(COLUMNS)


def of_polars() -> Any:
    """The columns in a DataFrame of polars."""
    return pytest.importorskip("polars").DataFrame(COLUMNS)


def of_pyarrow() -> Any:
    """The columns in a table of pyarrow."""
    return pytest.importorskip("pyarrow").table(COLUMNS)


LIBRARIES = pytest.mark.parametrize("make", [of_pandas, of_polars, of_pyarrow])


def written(path: Path) -> Path:
    """The columns in a CSV file, as pandas writes them."""
    rows = zip(*COLUMNS.values(), strict=True)
    lines = [",".join("" if cell is None else f'"{cell}"' for cell in row) for row in rows]
    path.write_text("\n".join([",".join(COLUMNS), *lines, ""]))
    return path


@LIBRARIES
def test_a_frame_is_the_same_as_its_file(make: Any, tmp_path: Path) -> None:
    """The same roles, encodings, split and digest."""
    in_file, in_memory = found_dataset(written(tmp_path / "t.csv"), OPTIONS), found_dataset(make(), OPTIONS)
    expected, found = in_file.value.file, in_memory.value.file
    assert expected is not None
    assert found is not None
    roles = ["number", "number", "number", "category", "boolean", "date"]
    assert [each.role for each in found.columns] == roles
    notes = (
        "in memory: 60 rows and 9 columns",
        "options: target=label, group=group, drop=id",
        *expected.notes,
    )
    assert found == replace(expected, path="in memory", notes=notes)
    digests = [zoo.load_dataset(each.value).digest for each in (in_file, in_memory)]
    assert digests[0] == digests[1]


@LIBRARIES
def test_the_target_may_be_beside_a_frame(make: Any) -> None:
    """As a column of its own, or as a list; it is called as it is, or `target`."""
    frame = make()
    others = [name for name in COLUMNS if name not in ("label", "id")]
    inputs = frame.select(others) if hasattr(frame, "select") else frame[others]
    beside = [zoo.load_dataset((inputs, y)) for y in (COLUMNS["label"], np.array(COLUMNS["label"]))]
    inside = zoo.load_dataset(frame, target="label", drop="id")
    assert [each.digest for each in beside] == [inside.digest] * 2
    assert beside[0].spec.file is not None
    assert beside[0].spec.file.target == "target"


def columns(**named: list[Any]) -> Any:
    """A stand-in for a table of pyarrow."""

    class Column:
        type = "string"

        def __init__(self, cells: list[Any]) -> None:
            self.to_pylist = lambda: cells

    class Table:
        __module__ = "pyarrow.lib"
        column_names, columns = list(named), [Column(cells) for cells in named.values()]

        def __len__(self) -> int:
            return len(next(iter(named.values())))

        def __arrow_c_stream__(self) -> None:
            """Its presence makes this a table."""

    return Table()


PART: dict[str, list[Any]] = {"a": list(range(20)), "y": ["n", "m"] * 10}
SITES = {"site": [at % 6 for at in range(20)], **PART}
"""The columns of a part."""


def test_a_frame_for_each_part_is_the_same_as_a_file_for_each(tmp_path: Path) -> None:
    """Also with the target beside each; the digest is that of the files with --test-data."""
    train = {"a": list(range(20)), "y": ["n", "m"] * 10}
    test = {"a": [30, 31, 5], "y": ["n", "n", "m"]}
    for name, each in (("train", train), ("test", test)):
        rows = "".join(f"{a},{y}\n" for a, y in zip(*each.values(), strict=True))
        (tmp_path / f"{name}.csv").write_text(f"a,y\n{rows}")
    in_files = zoo.load_dataset(tmp_path / "train.csv", target="y", test_data=tmp_path / "test.csv")
    inside = zoo.load_dataset({"train": columns(**train), "test": columns(**test)}, target="y")
    beside = zoo.load_dataset(
        {name: (columns(a=each["a"]), each["y"]) for name, each in (("train", train), ("test", test))}
    )
    sizes = [
        {name: len(split.x) for name, split in each.splits.items()} for each in (in_files, inside, beside)
    ]
    assert sizes == [{"training": 16, "validation": 4, "test": 3}] * 3
    assert [inside.digest, beside.digest] == [in_files.digest] * 2
    assert inside.spec.file is not None
    assert inside.spec.file.examples == 23
    assert (
        inside.spec.file.notes[-1]
        == "1 of 3 rows of the test part of in-memory data are also in the training data"
    )


@pytest.mark.parametrize("place", ["absolute", "relative"])
def test_a_frame_may_have_the_paths_of_images(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """They are absolute, or relative to the current folder; the images are those of a table in a file."""
    monkeypatch.chdir(tmp_path)
    for at in range(20):
        Image.new("L", (4, 3), at * 10).save(tmp_path / f"{at}.png")
    names = [f"{at}.png" for at in range(20)]
    rows = "".join(f"{name},{y}\n" for name, y in zip(names, PART["y"], strict=True))
    (tmp_path / "t.csv").write_text(f"file,y\n{rows}")
    frame = columns(file=[tmp_path / name if place == "absolute" else name for name in names], y=PART["y"])
    in_file, in_memory = (zoo.load_dataset(each, target="y") for each in (tmp_path / "t.csv", frame))
    assert in_memory.digest == in_file.digest
    assert in_memory.training.x.shape == (12, 3, 4)


def test_a_frame_that_names_no_image_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the row, and where paths begin."""
    monkeypatch.chdir(tmp_path)
    frame = columns(file=[f"{at}.png" for at in range(20)], y=PART["y"])
    with pytest.raises(zoo.DatasetError, match=r"20 paths to images that do not exist.*current folder"):
        zoo.load_dataset(frame, target="y", image_column="file")


def test_cells_are_the_text_that_a_file_has() -> None:
    """None, NaN and NaT are empty; a date without a time has none."""
    moments = [dt.datetime(2024, 1, 31), dt.datetime(2024, 1, 31, 12, 30)]  # noqa: DTZ001 - as in tables
    cells: list[Any] = [None, float("nan"), np.float64("nan"), 1, 1.0, 1e-5, True, "x", b"y", *moments]
    found = table_of(columns(a=cells)).cells("a")
    assert found.values == ["1", "1.0", "1e-05", "True", "x", "y", "2024-01-31", "2024-01-31 12:30:00"]
    assert found.codes.tolist() == [-1, -1, -1, 0, 1, 2, 3, 4, 5, 6, 7]


def test_repeated_rows_are_counted() -> None:
    """By their cells, whatever their types; NaN equals NaN."""
    numbers = np.array([1.0, np.nan, 1.0, np.nan, 2.0])
    series = [
        Series("a", numbers.tolist, lambda: numbers),
        Series("b", lambda: ["x", None, "x", None, "x"]),
    ]
    assert FrameColumns(series, 5).repeated() == 2


@pytest.mark.parametrize(
    ("data", "options", "sentence"),
    [
        (columns(a=[1], y=["n"]), {}, "in-memory data is a table; wanted target with one of a, y"),
        (columns(a=[1], yes=["n"]), {"target": "yess"}, "target=yess is not a column of in-memory data; did you mean yes?"),
        ((columns(a=[1]), ["n"]), {"target": "a"}, "target=a is for a DataFrame that has the target among its columns; leave it out"),
        ((columns(target=[1]), ["n"]), {}, "x of in-memory data has a column target, as y is called; leave it out of x, or rename y"),
        ((columns(a=[1]), ["n", "m"]), {}, "y of in-memory data has the shape (2,); wanted (1,)"),
        ((columns(a=[1]), columns(a=[1], c=[1])), {}, "x of in-memory data has a column a, as y is called; leave it out of x, or rename y"),
        (columns(a=[]), {"target": "a"}, "in-memory data has no rows; wanted data"),
        (columns(a=[1], y=["n"]), {"target": "y", "channels": 3}, "channels=3 is for images, and in-memory data is a table; leave it out"),
        (columns(a=[1], y=["n"]), {"target": "y", "test_data": "t.csv"}, "test_data=t.csv is for data in files; pass {'train': …, 'test': …} for in-memory data"),
        (columns(a=[1], y=["n"]), {"target": "y"}, "in-memory data has 1 example to train on; wanted at least 5"),
        ({"train": columns(a=[1]), "test": ([1], ["n"])}, {}, "the train part of in-memory data is a DataFrame; wanted all parts as DataFrames, or none"),
        ({"train": columns(a=[1], y=["n"]), "test": columns(a=[1])}, {}, "the train part of in-memory data is a table; wanted target with one of a, y"),
        ({"train": columns(**PART), "test": columns(a=[1])}, {"target": "y"}, "the test part of in-memory data has no column y"),
        ({"train": columns(**PART), "test": columns(a=[1], y=["k"])}, {"target": "y"}, "y of the test part of in-memory data has the class 'k' in row 1, not in the training data; wanted m, n"),
        ({"train": columns(**SITES), "test": columns(**SITES)}, {"target": "y", "group": "site"}, "the test part of in-memory data has groups of site that the train part of in-memory data has too: 0, 1, 2, 3, 4, 1 more; wanted others"),
        ({"train": columns(**PART), "test": columns(**PART)}, {"target": "y", "test": 0.3}, "test=0.3 does not apply, since the data has its own test part; leave it out"),
        ({"train": columns(a=[1], y=["n"])}, {}, "in-memory data is a table; wanted target with one of a, y"),
    ],
)  # fmt: skip
def test_wrong_frames_are_refused(data: Any, options: dict[str, Any], sentence: str) -> None:
    """In one sentence, as for a file."""
    with pytest.raises(zoo.ZooError) as refused:
        zoo.load_dataset(data, **options)
    assert str(refused.value) == sentence


def test_labels_beside_a_frame_may_have_several_columns() -> None:
    """A frame has their names; an array gives them numbers."""
    x, labels = columns(a=list(range(20))), {"dog": [True, False] * 10, "cat": [1, 1, 0, 1] * 5}
    named = zoo.load_dataset((x, columns(**labels)))
    numbered = zoo.load_dataset((x, [[1, 1], [0, 1], [1, 0], [0, 1]] * 5))
    assert (named.classes, numbered.classes) == (("dog", "cat"), ("target_0", "target_1"))
    assert named.spec.task == zoo.Task("multilabel", 2)
    assert named.training.y.tolist() == numbered.training.y.tolist()


def test_a_categorical_column_is_one_of_categories() -> None:
    """Also of numbers; an ordered one is ordered, unless it was said what a column is."""
    pd = pytest.importorskip("pandas")
    codes = [at % 3 for at in range(MANY)]
    frame = pd.DataFrame(
        {
            "size": pd.Categorical.from_codes(codes, ["S", "M", "L"], ordered=True),
            "code": pd.Categorical(codes),
            "age": pd.Categorical(codes, ordered=True),
            "bin": pd.cut(codes, 3),
            "label": pd.Categorical([at % 12 for at in range(MANY)]),
        }
    )
    file = found_dataset(frame, DataOptions("label", number=("age",))).value.file
    assert file is not None
    roles = [(each.name, each.role, each.categories[:3]) for each in file.columns]
    assert roles[:3] == [
        ("size", "ordinal", ("S", "M", "L")),
        ("code", "category", ("0", "1", "2")),
        ("age", "number", ()),
    ]
    assert (roles[3][:2], len(file.classes)) == (("bin", "category"), 12)


def test_numbers_of_a_part_are_those_of_the_frame() -> None:
    """With all digits of float32, as in the training part, not those of their text."""
    pa = pytest.importorskip("pyarrow")
    tenths = np.arange(MANY, dtype=np.float32) / np.float32(10)
    table = pa.table({"x": tenths, "label": COLUMNS["label"]})
    loaded = zoo.load_dataset({"train": table, "test": table.slice(0, 10)}, target="label")
    assert loaded.test.x[:, 0].tolist() == tenths[:10].astype(np.float64).tolist()
