"""A dataset declared in TOML: its keys, its errors, and the options of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from zoo.errors import DeclarationError, Problem
from zoo.specs.data_options import OPTIONS, DataOptions
from zoo.specs.own_dataset import OwnDataset

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS_GIVEN: dict[str, Any] = {
    **{name: ["a", "b"] for name in ("drop", "number", "category", "missing")},
    "date": "day=%d/%m/%Y",
    "ordinal": ["size=S,M,L"],
    "validation": 0.25,
    "test": 0.3,
    "weight": "w",
    "group": "g",
    "image_column": "file",
    "image_size": [64, 32],
    "channels": 3,
    "encoding": "cp1251",
    "vocabulary_size": 500,
    "text_length": 40,
    "array": "sequences",
}

OTHER_SPLITS = ("split_by", "split_column", "validation_data", "test_data", "text")
"""They can't be given together with those above."""


def test_a_declaration_has_every_option_of_own_data() -> None:
    """Besides the path and what describes the data."""
    about = {"path": "t.csv", "summary": "Rows", "license": "CC0", "source": "here"}
    said = {"target": "y", "task": "regression"}
    expected = OwnDataset(**about, options=DataOptions.of(**said, **OPTIONS_GIVEN))
    assert {*OPTIONS_GIVEN, *OTHER_SPLITS} == set(OPTIONS)
    assert OwnDataset.from_table(about | said | OPTIONS_GIVEN, "t.toml") == expected
    assert OwnDataset.from_table(expected.to_table(), "t.toml") == expected
    by_time = OwnDataset.from_table({"path": "t.csv", "split_by": "day", "image_size": "8x9"}, "t.toml")
    assert by_time.options == DataOptions(split_by="day", image_size=(8, 9))


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ({}, Problem("path", "–", "wanted the path of the data, from the folder of this file")),
        ({"path": 5}, Problem("path", "5", "wanted text")),
        ({"path": "t", "targt": "y"}, Problem("targt", "'y'", "did you mean target?")),
        ({"path": "t", "split-by": "y"}, Problem("split-by", "'y'", "did you mean split_by?")),
        ({"path": "t", "task": "classify"}, Problem("task", "'classify'", "did you mean classification?")),
        ({"path": "t", "drop": {"a": 1}}, Problem("drop", "{'a': 1}", "wanted names of columns")),
        ({"path": "t", "channels": 2}, Problem("channels", "2", "wanted 1 (grey) or 3 (coloured)")),
        ({"path": "t", "weight": 1}, Problem("weight", "1", "wanted text")),
        ({"path": "t", "group": "g", "split_by": "d"}, Problem("group", "'g'", "wanted one of them")),
    ],
)
def test_a_wrong_declaration_is_refused(table: dict[str, Any], problem: Problem) -> None:
    """The error has the key, what was found and what was expected."""
    with pytest.raises(DeclarationError) as refused:
        OwnDataset.from_table(table, "t.toml")
    assert refused.value.problems == (problem,)


def test_all_errors_are_in_one_message() -> None:
    """Of unknown keys and of wrong values."""
    with pytest.raises(DeclarationError) as refused:
        OwnDataset.from_table({"tst": 1, "test": 2, "drop": 3, "summary": 4}, "t.toml")
    assert [each.path for each in refused.value.problems] == ["tst", "summary", "path", "drop", "test"]


@pytest.mark.parametrize(
    ("declared", "given", "expected"),
    [
        ({"drop": "a", "test": 0.3}, {"drop": "b"}, {"drop": "b", "test": 0.3}),
        ({"target": "y"}, {"target": "z", "weight": "w"}, {"target": "z", "weight": "w"}),
        ({"group": "g"}, {"split_by": "d"}, {"split_by": "d"}),
        ({"split_by": "d", "test": 0.3}, {"group": "g"}, {"group": "g", "test": 0.3}),
        ({"split_by": "d", "test": 0.3}, {"split_column": "s"}, {"split_column": "s", "test": 0.3}),
        ({"test_data": "t.csv", "validation": 0.3}, {"test": 0.3}, {"test": 0.3, "validation": 0.3}),
        ({"test": 0.3}, {"test_data": "t.csv"}, {"test_data": "t.csv"}),
    ],
)
def test_options_of_a_call_replace_those_of_the_declaration(
    declared: dict[str, Any], given: dict[str, Any], expected: dict[str, Any]
) -> None:
    """Each by its name, and those that it excludes."""
    found = OwnDataset("t.csv", options=DataOptions.of(**declared)).with_options(DataOptions.of(**given))
    assert found == DataOptions.of(**expected)


@pytest.mark.parametrize("path", ["../t.csv", "/etc/hosts", "link"])
def test_data_outside_its_package_is_refused(tmp_path: Path, path: str) -> None:
    """By a relative or an absolute path, or by a link; a file of the user's may be anywhere."""
    package = tmp_path / "package"
    package.mkdir()
    (package / "link").symlink_to(tmp_path)
    with pytest.raises(ValueError, match=f"^{path} is outside its package$"):
        _ = OwnDataset(path, root=package, within=package).data
    assert OwnDataset(path, root=package).data == package / path
    tested = DataOptions.of(test_data=path)
    with pytest.raises(ValueError, match=f"^{path} is outside its package$"):
        OwnDataset("t.csv", root=package, within=package, options=tested).with_options(DataOptions())
    found = OwnDataset("t.csv", root=package, options=tested).with_options(DataOptions())
    assert found.test_data == str(package / path)
