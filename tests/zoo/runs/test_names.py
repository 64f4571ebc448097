"""Which names and tags are valid."""

from __future__ import annotations

from typing import Any

import pytest

from zoo.errors import SettingError
from zoo.runs.names import checked_name, checked_tags

WANTED = "wanted 1 to 60 printable characters"
NOT_AN_ID = f"{WANTED} that are not a path, an id, or the end of an id"


@pytest.mark.parametrize(
    "name", ["base", "without dropout", "lr 0.01", "exp-2024", "3f9ab", "A1b2", "은닉층", "x" * 60]
)
def test_a_name_is_printable_text(name: str) -> None:
    """Spaces inside are fine, and so is a word that is too long for the end of an id."""
    assert checked_name(name) == name


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", f"is empty; {WANTED}"),
        ("  ", f"is empty; {WANTED}"),
        (5, f"is not text; {WANTED}"),
        ("a\nb", f"has characters that can't be printed; {WANTED}"),
        ("a\u202eb", f"has characters that can't be printed; {WANTED}"),
        ("a\ud800", f"has characters that can't be printed; {WANTED}"),
        (" a", f"begins or ends with a space; {WANTED}"),
        ("x" * 61, f"has 61 characters; {WANTED}"),
        ("a/b", f"looks like a path; {NOT_AN_ID}"),
        ("a\\b", f"looks like a path; {NOT_AN_ID}"),
        ("..", f"looks like a path; {NOT_AN_ID}"),
        ("my.keras", f"looks like a path; {NOT_AN_ID}"),
        ("--json", f"looks like an option; {NOT_AN_ID}"),
        ("Last", f"means the newest run; {NOT_AN_ID}"),
        ("7", f"looks like an id; {NOT_AN_ID}"),
        ("3f9a", f"looks like an id; {NOT_AN_ID}"),
        ("20201122T120000Z-relu-dropout-rmsprop-3f9a", f"looks like an id; {NOT_AN_ID}"),
        ("sweep-20201122T120000Z-3f9a", f"looks like an id; {NOT_AN_ID}"),
    ],
)
def test_what_a_command_could_take_for_something_else_is_refused(name: Any, reason: str) -> None:
    """Each message says what is wrong and what is valid."""
    with pytest.raises(SettingError) as mistake:
        checked_name(name)
    assert (mistake.value.path, mistake.value.reason) == ("name", reason)


def test_tags_are_texts_without_duplicates() -> None:
    """A tag is not used to find one run, so it may look like an id; one text is not a list."""
    assert checked_tags(["paper", "3f9a", "paper", "exp/1"]) == ["paper", "3f9a", "exp/1"]
    for tags, sentence in [
        ("paper", "tags=paper is not a list; wanted a list of texts"),
        (["ok", ""], f"tags= is empty; {WANTED}"),
        ([1], f"tags=1 is not text; {WANTED}"),
    ]:
        with pytest.raises(SettingError) as mistake:
            checked_tags(tags)
        assert str(mistake.value) == sentence
