"""Datasets that TOML files declare: a user's file, and one that a plugin publishes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import zoo
from tests.zoo import own
from zoo.api.list import listed
from zoo.data.resolve import declaration_of, found_dataset
from zoo.errors import DatasetError, SettingError, UsageError
from zoo.plan import file as plan_file
from zoo.plan.other_data import other_dataset
from zoo.plan.resolve import find_plan
from zoo.schema import toml
from zoo.specs.data_options import DataOptions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DECLARATION = """\
kerazoo = 1
kind = "dataset"
summary = "Iris and colours"
license = "CC0"
source = "scikit-learn"
path = "data/flowers.csv"
target = "species"
drop = ["colour"]
"""
OPTIONS = DataOptions.of("species", drop="colour")


@pytest.fixture
def declared(tmp_path: Path) -> Path:
    """A declaration beside the folder of its data."""
    (tmp_path / "data").mkdir()
    own.flowers(tmp_path / "data" / "flowers.csv")
    (tmp_path / "iris-colours.toml").write_text(DECLARATION)
    return tmp_path / "iris-colours.toml"


@pytest.fixture
def plugin(install: Callable[..., Path]) -> Path:
    """A plugin that publishes it without code; importing its package would end the process."""
    entries = "[zoo.datasets]\nflowers = acme_data:sets/flowers.toml\naway = acme_data:away.toml"
    package = install("acme", entries) / "acme_data"
    (package / "sets" / "data").mkdir(parents=True)
    (package / "__init__.py").write_text("import os\nos.abort()\n")
    own.flowers(package / "sets" / "data" / "flowers.csv")
    (package / "sets" / "flowers.toml").write_text(DECLARATION)
    (package / "away.toml").write_text(DECLARATION.replace("data/flowers.csv", "../flowers.csv"))
    return package


def test_a_file_declares_a_dataset(declared: Path) -> None:
    """It is that of the data with its options, named after the file."""
    found, plain = found_dataset(declared), found_dataset(declared.parent / "data" / "flowers.csv", OPTIONS)
    assert (found.name, found.value.summary) == ("iris-colours", "Iris and colours")
    assert found.value.file is not None
    assert (found.value.file.license, found.value.file.source) == ("CC0", "scikit-learn")
    assert plain.value.file is not None
    assert found.value.file.columns == plain.value.file.columns
    assert found.value.file.path == plain.value.file.path
    assert (
        zoo.load_dataset(declared).digest
        == zoo.load_dataset(plain.value.file.path, target="species", drop="colour").digest
    )


def test_options_of_the_call_come_first(declared: Path) -> None:
    """The others are those of the file."""
    described = zoo.show(declared, drop="sepal length", test=0.5)
    file = described.spec.file
    assert (file.dropped, file.target, file.split.test) == (("sepal length",), "species", 0.5)


def test_the_options_of_a_call_are_written_as_a_declaration(
    declared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of data, and of a declaration whose options they replace; a dataset that is code has none."""
    monkeypatch.chdir(declared.parent)
    given = DataOptions.of("species", weight="w")
    written = [declaration_of(each, given) for each in ("data/flowers.csv", "./iris-colours.toml", "iris")]
    about = {"summary": "Iris and colours", "license": "CC0", "source": "scikit-learn"}
    path = {"path": "data/flowers.csv"}
    assert [each and each.to_table() for each in written] == [
        {**path, "target": "species", "weight": "w"},
        {**path, **about, "target": "species", "drop": ["colour"], "weight": "w"},
        None,
    ]


def test_a_plan_of_it_is_read_back_equal(declared: Path) -> None:
    """With the description and the license."""
    plan = find_plan("relu-flatten", dataset=declared)
    kind, table = toml.loads(plan_file.dumps(plan), "plan")
    assert (kind, plan_file.read(table, "plan")) == ("plan", plan)


def test_it_is_evaluated_as_other_data(declared: Path) -> None:
    """A run's encoding is used for the data that it names."""
    plan = find_plan("relu-flatten", dataset=declared)
    found = other_dataset(plan, declared)
    assert found.value.file is not None
    assert found.value.file.path == str(declared.parent / "data" / "flowers.csv")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('kerazoo = 1\nkind = "optimizer"\ntype = "SGD"\n', "declares an optimizer; wanted a dataset"),
        (DECLARATION.replace("flowers.csv", "none.csv"), "none.csv can't be read: no such file or directory"),
        (DECLARATION.replace("data/flowers.csv", "d.toml"), "d.toml is not a supported data file"),
        (DECLARATION.replace("species", "specie"), "is not a column of"),
    ],
)
def test_a_declaration_that_cannot_be_used_is_refused(declared: Path, text: str, message: str) -> None:
    """Another kind, data that is missing or no data, an option that does not fit."""
    declared.with_name("d.toml").write_text(text)
    with pytest.raises(UsageError, match=re.escape(message)):
        found_dataset(declared.with_name("d.toml"))


@pytest.mark.usefixtures("plugin")
def test_a_plugin_publishes_it_without_code() -> None:
    """The list has its summary; the plan of it has its origin, and is read back equal."""
    rows = {row.name: row.summary for row in listed().rows if row.kind == "dataset"}
    assert rows["flowers"] == "Iris and colours"
    found = zoo.show("flowers")
    assert (found.name, found.distribution, found.spec.file.target) == ("flowers", "acme", "species")
    plan = find_plan("relu-flatten", dataset="acme:flowers", options=DataOptions.of(drop="sepal length"))
    assert plan.dataset.value.file is not None
    assert plan.dataset.value.file.dropped == ("sepal length",)
    _, table = toml.loads(plan_file.dumps(plan), "plan")
    assert plan_file.read(table, "plan") == plan
    assert other_dataset(plan, "flowers").value.file.path == plan.dataset.value.file.path  # type: ignore[union-attr]


@pytest.mark.usefixtures("plugin")
def test_a_plugins_data_is_in_its_package() -> None:
    """A path that leaves it is refused when the dataset is used."""
    with pytest.raises(DatasetError, match=r"^away: \.\./flowers\.csv is outside its package$"):
        found_dataset("away")


def test_other_registered_datasets_take_no_options() -> None:
    """They have their target themselves."""
    with pytest.raises(SettingError, match="applies to your own data only, not to iris"):
        found_dataset("iris", OPTIONS)
