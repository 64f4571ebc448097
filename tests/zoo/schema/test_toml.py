"""TOML files with a declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zoo.errors import DeclarationError, Problem, UsageError, ZooError
from zoo.schema import toml

if TYPE_CHECKING:
    from pathlib import Path


def message(text: str) -> str:
    """The message for a text that is not a declaration."""
    with pytest.raises(UsageError) as caught:
        toml.loads(text, "mine.toml")
    return str(caught.value)


def test_written_files_are_read_back_equal(tmp_path: Path) -> None:
    """Kind and table come back from a file."""
    path = tmp_path / "mine.toml"
    path.write_text(toml.dumps("model", {"summary": "Größe", "n": [1]}), "utf-8")
    assert toml.load(path) == ("model", {"summary": "Größe", "n": [1]})


def test_begins_with_version_and_kind() -> None:
    """The first lines of a file are its version and its kind."""
    assert toml.dumps("plan", {"a": 1}) == 'kerazoo = 1\nkind = "plan"\na = 1\n'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem("kerazoo", "–", "wanted 1, the version of the format")),
        ("kerazoo = 2", Problem("kerazoo", "2", "wanted 1, the version of the format")),
        ("kerazoo = true", Problem("kerazoo", "true", "wanted 1, the version of the format")),
        ("kerazoo = 1", Problem("kind", "–", "wanted one of model, optimizer, dataset, plan, weights")),
        ('kerazoo = 1\nkind = "modell"', Problem("kind", "'modell'", "did you mean model?")),
        (
            "kerazoo = 1\nkind = [1]",
            Problem("kind", "[1]", "wanted one of model, optimizer, dataset, plan, weights"),
        ),
    ],
)
def test_version_and_kind_are_required(text: str, problem: Problem) -> None:
    """A file of another version or kind is refused."""
    with pytest.raises(DeclarationError) as caught:
        toml.loads(text, "mine.toml")
    assert (caught.value.sentence, caught.value.problems) == ("mine.toml has 1 error", (problem,))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = ", "mine.toml is not TOML: invalid value (at end of document)"),
        ("a = " + "[" * 9_000, "mine.toml is nested too deep; wanted a declaration"),
        (".".join("a" * 10_000) + " = 1", "mine.toml is nested too deep; wanted a declaration"),
        ("[" + ".".join("a" * 10_000) + "]", "mine.toml is nested too deep; wanted a declaration"),
        ("a = " + "1" * 5_000, "mine.toml is not TOML: exceeds the limit (4300 digits)"),
    ],
)
def test_content_that_is_not_toml_is_refused(text: str, expected: str) -> None:
    """The error is one sentence."""
    assert message(text).startswith(expected)


def test_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    """It is a UsageError."""
    path = tmp_path / "none.toml"
    with pytest.raises(UsageError) as caught:
        toml.load(path)
    assert str(caught.value) == f"{path} can't be read: no such file or directory"


def test_folder_is_refused(tmp_path: Path) -> None:
    """A folder is a ZooError."""
    with pytest.raises(ZooError) as caught:
        toml.load(tmp_path)
    assert (str(caught.value), caught.value.exit_code) == (f"{tmp_path} can't be read: is a directory", 1)


def test_bytes_that_are_not_utf_8_are_refused(tmp_path: Path) -> None:
    """The first such byte is named."""
    path = tmp_path / "latin.toml"
    path.write_bytes(b"a = '\xfc'")
    with pytest.raises(UsageError) as caught:
        toml.load(path)
    assert str(caught.value) == f"{path} is not UTF-8: byte 5 is 0xfc"


def test_large_file_is_refused(tmp_path: Path) -> None:
    """A file of over ten megabytes is not read to its end."""
    path = tmp_path / "large.toml"
    path.write_bytes(b"#" * 10_000_001)
    with pytest.raises(UsageError) as caught:
        toml.load(path)
    assert str(caught.value) == f"{path} is larger than 10,000,000 bytes; wanted a declaration"


def test_nested_arrays_are_on_one_line() -> None:
    """A margin for each side of each axis is easy to read."""
    written = toml.dumps("model", {"layers": [{"padding": [[1, 0], 2], "summary": "[ a, ]"}]})
    assert 'padding = [[1, 0], 2]\nsummary = "[ a, ]"\n' in written
