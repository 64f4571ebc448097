"""Datasets in files, as stored in a plan."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoo import DeclarationError, Task
from zoo.catalog.resolve import named
from zoo.plan import file as plan_file
from zoo.plan.plan import Plan
from zoo.schema import toml
from zoo.specs.column import COMMA, PLAIN, POINT, TRUTH, Column
from zoo.specs.data_file import DataFile
from zoo.specs.dataset import DatasetSpec
from zoo.specs.named import Named

FILE = DataFile(
    path="/data/flowers.csv",
    examples=150,
    input_shape=(3,),
    task=Task("classification", 2),
    scaling="standardize",
    classes=("rose", "tulip"),
    target="species",
    columns=(Column("size", median=3.5, missing=2), Column("colour", categories=("", "red"), missing=9)),
)


def plan(file: DataFile) -> Plan:
    """A plan for this dataset."""
    return Plan(
        named("model", "relu-flatten"), named("optimizer", "sgd"), Named("flowers", DatasetSpec.of_file(file))
    )


def read_back(table: dict[str, Any]) -> Plan:
    """A plan written as TOML and read again."""
    return plan_file.read(toml.loads(toml.dumps("plan", table), "plan.toml")[1], "plan.toml")


TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"),
    max_size=5,
)
MEDIAN = st.floats(-1e30, 1e30, allow_subnormal=False).filter(lambda x: x == 0 or abs(x) > 1e-30)
CATEGORIES = st.lists(TEXT, min_size=1, max_size=3).map(tuple)
COLUMN = (
    st.builds(Column, TEXT, median=MEDIAN, spelling=st.sampled_from([PLAIN, POINT, COMMA, TRUTH]), unit=TEXT)
    | st.builds(Column, TEXT, categories=CATEGORIES, missing=st.integers(0, 9), notes=CATEGORIES)
    | st.builds(Column, TEXT, median=MEDIAN, categories=CATEGORIES, ordered=st.just(value=True))
    | st.builds(
        Column,
        TEXT,
        median=MEDIAN,
        date_format=st.sampled_from(["ISO 8601", "%d/%m/%Y"]),
        first=st.dates().map(str),
        has_time=st.booleans(),
    )
)


@given(st.lists(COLUMN, min_size=1, max_size=4), TEXT, st.lists(TEXT, min_size=2, max_size=3))
def test_detected_columns_and_classes_are_read_back_equal(
    columns: list[Column], target: str, classes: list[str]
) -> None:
    """Any names of columns, categories and classes are read back equal."""
    file = DataFile(
        path="/data/t.csv",
        examples=150,
        input_shape=(sum(column.inputs for column in columns),),
        task=Task("classification", len(classes)),
        scaling="standardize",
        classes=tuple(classes),
        target=target,
        columns=tuple(columns),
    )
    assert read_back(plan(file).to_table()) == plan(file)


def test_a_plan_is_read_without_its_data_file() -> None:
    """New rows can be encoded after the file was deleted."""
    assert read_back(plan(FILE).to_table()).dataset.value.file == FILE


DAMAGES: list[tuple[str, Any, tuple[str, str, str]]] = [
    ("path", 3, ("dataset.path", "3", "wanted text")),
    ("target", 3, ("dataset.target", "3", "wanted text")),
    ("pth", 3, ("dataset.pth", "3", "did you mean path?")),
    ("examples", 0, ("dataset.examples", "0", "wanted a whole number of at least 1")),
    ("input_shape", [4], ("dataset.input_shape", "[4]", "wanted [3], as the columns say")),
    (
        "scaling",
        "none",
        ("dataset.scaling", "'none'", "wanted one of rescale, standardize, features, tokens"),
    ),
    ("classes", ["rose"], ("dataset.classes", "1 name", "wanted 2")),
    ("classes", [], ("dataset.classes", "0 names", "wanted 2")),
    ("task", 3, ("dataset.task", "3", "wanted a table with kind and outputs")),
    (
        "task",
        {"kind": "classification"},
        ("dataset.task", "{'kind': 'classification'}", "wanted a table with kind and outputs"),
    ),
    (
        "task",
        {"kind": "classification", "outputs": 1},
        ("dataset.task.outputs", "1", "wanted a whole number of at least 2"),
    ),
    ("columns", 3, ("dataset.columns", "3", "wanted a list, each a table")),
    ("columns", [{"name": "a"}], ("dataset.columns.0", "neither", "wanted a median, or categories")),
    (
        "columns",
        [{"name": "a", "median": 1.0, "ordered": True}],
        ("dataset.columns.0", "ordered", "wanted a median and categories"),
    ),
    (
        "columns",
        [{"name": "a", "median": 1.0, "date_format": "%Y", "first": "soon"}],
        ("dataset.columns.0.first", "'soon'", "wanted a date_format, and a date such as 2024-01-31"),
    ),
    (
        "columns",
        [{"name": "a", "median": 1.0, "spelling": "1_000"}],
        ("dataset.columns.0.spelling", "'1_000'", "wanted a spelling of numbers, as 1,234.5"),
    ),
    (
        "columns",
        [{"name": "a", "median": "x"}],
        ("dataset.columns.0.median", "'x'", "wanted a finite number"),
    ),
]


@pytest.mark.parametrize(("key", "value", "expected"), DAMAGES)
def test_an_error_of_a_plan_has_its_path(key: str, value: Any, expected: tuple[str, str, str]) -> None:
    """Each error has its path, the value, and what was expected or a suggestion."""
    table = plan(FILE).to_table()
    table["dataset"][key] = value
    with pytest.raises(DeclarationError) as refused:
        plan_file.read(table, "plan.toml")
    assert expected in refused.value.details
