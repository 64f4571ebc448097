"""The names of a plugin, its package and its model."""

from __future__ import annotations

import keyword
import tomllib
from string import ascii_letters, digits

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from registry import normalized
from zoo.errors import UsageError
from zoo.scaffold.names import Names, names_of
from zoo.scaffold.plugin import files
from zoo.schema import toml
from zoo.specs.model import ModelSpec
from zoo.specs.optimizer import OptimizerPreset

TYPED = st.text(st.sampled_from(ascii_letters + digits + "-._"), min_size=1, max_size=12)
HARD = st.sampled_from(["zoo-1", "zoo-None", "True", "a.b_c--d", "zoo-zoo", "match", "zoo-py.typed", "Zoo.X"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("zoo-tiny", Names("zoo-tiny", "zoo-tiny", "zoo_tiny", "tiny", "TINY")),
        ("Zoo_Tiny.Nets", Names("Zoo_Tiny.Nets", "zoo-tiny-nets", "zoo_tiny_nets", "tiny-nets", "TINY_NETS")),
        ("lenets", Names("lenets", "lenets", "lenets", "lenets", "LENETS")),
        ("zoo-2d", Names("zoo-2d", "zoo-2d", "zoo_2d", "2d", "MODEL_2D")),
    ],
)
def test_package_and_model_are_named_after_the_plugin(name: str, expected: Names) -> None:
    """The model has the part of the name after `zoo-`."""
    assert names_of(name) == expected


REFUSED = [
    ("Zoo Tiny", "wanted letters, digits, - . and _; did you mean zoo-tiny?"),
    ("", "wanted letters, digits, - . and _"),
    ("größe", "wanted letters, digits, - . and _; did you mean grosse?"),
    ("zoo-été", "wanted letters, digits, - . and _; did you mean zoo-ete?"),
    ("동물원", "wanted letters, digits, - . and _"),
    ("zoo-tiny\n", "wanted letters, digits, - . and _; did you mean zoo-tiny?"),
    ("plugins/zoo-tiny/", "wanted letters, digits, - . and _; did you mean zoo-tiny?"),
    ("../../etc/passwd", "wanted letters, digits, - . and _; did you mean passwd?"),
    ("zoo tiny" * 20, "wanted letters, digits, - . and _"),
    ("..", "wanted a letter or a digit at both ends"),
    ("tiny-", "wanted a letter or a digit at both ends; did you mean tiny?"),
    ("_tiny", "wanted a letter or a digit at both ends; did you mean tiny?"),
    ("zoo-", "wanted a letter or a digit at both ends"),
    ("3d-nets", "its package 3d_nets would start with a digit; did you mean zoo-3d-nets?"),
    ("class", "its package class would be a Python keyword; did you mean zoo-class?"),
    ("JSON", "its package json would hide a module of the standard library; did you mean zoo-json?"),
    ("tests", "its package tests would have the same name as its tests folder; did you mean zoo-tests?"),
    ("Keras", "its package keras would hide a dependency of Kerazoo; did you mean zoo-keras?"),
    (
        "scikit.learn",
        "its package scikit_learn would hide a dependency of Kerazoo; did you mean zoo-scikit-learn?",
    ),
    ("zoo", "its package zoo would hide a package of Kerazoo"),
    ("Registry", "its package registry would hide a package of Kerazoo"),
    ("kerazoo", "its package kerazoo would hide a package of Kerazoo"),
]


@pytest.mark.parametrize(("name", "reason"), REFUSED, ids=[ascii(name)[:20] for name, _ in REFUSED])
def test_an_invalid_name_is_refused_with_a_suggestion(name: str, reason: str) -> None:
    """The error has at most 60 characters of the name."""
    with pytest.raises(UsageError) as caught:
        names_of(name)
    typed = name.replace("\n", r"\n") if len(name) <= 60 else f"{name[:59]}…"
    assert str(caught.value) == f"'{typed}' is not a valid plugin name; {reason}"


@given(TYPED | HARD | st.text(max_size=8))
def test_a_suggested_name_is_accepted(name: str) -> None:
    """It is already normalized."""
    try:
        names_of(name)
    except UsageError as error:
        _, _, meant = str(error).rpartition("did you mean ")
        if meant.endswith("?"):
            assert names_of(meant[:-1]).qualifier == meant[:-1]


@given(TYPED | TYPED.map("zoo-{}".format) | HARD, st.booleans())
def test_any_accepted_name_gives_valid_files(name: str, python: bool) -> None:  # noqa: FBT001 - drawn
    """pyproject.toml is valid TOML, every declaration is valid, every module is valid Python."""
    try:
        names = names_of(name)
    except UsageError:
        assume(False)
    written = files(names, python=python)
    project = tomllib.loads(written["pyproject.toml"])["project"]
    assert project["name"] == name
    targets = {entry: value for group in project["entry-points"].values() for entry, value in group.items()}
    assert all(normalized(entry) == entry for entry in targets)
    declared = {"model": ModelSpec, "optimizer": OptimizerPreset}
    for path, text in written.items():
        if path.endswith(".py"):
            compile(text, path, "exec")
        elif path.startswith(f"{names.package}/") and path.endswith(".toml"):
            kind, table = toml.loads(text, path)
            assert declared[kind].from_table(table, path).to_table() == table
    for value in targets.values():
        module, _, inside = value.partition(":")
        if inside.endswith(".toml"):
            assert f"{module}/{inside}" in written
        else:
            assert f"{inside} = " in written[f"{module.replace('.', '/')}.py"]
    assert names.package.isidentifier()
    assert not keyword.iskeyword(names.package)
