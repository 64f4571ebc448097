"""Registry: a mapping from names to loaded, checked objects."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry import (
    AmbiguousName,
    Discovery,
    Entry,
    LoadFailed,
    Registry,
    UnknownName,
    WrongType,
    natural,
    nearest,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path


def entry(name: str, distribution: str = "acme", value: str = "shapes_lookup:NUMBER") -> Entry:
    """An entry of the group."""
    return Entry("shapes", name, value, distribution, "1.0")


def registry(*entries: Entry) -> Registry[int]:
    """A registry of integers with these entries, owned by acme."""

    def discover(_: Collection[str]) -> Discovery:
        return Discovery(entries, ())

    return Registry("shapes", int, noun="shape", home="Acme", discover=discover)


@pytest.fixture
def shapes(install: Callable[..., Path]) -> None:
    """A module that prints when it is imported."""
    install("acme", "", {"shapes_lookup.py": "NUMBER = 7\nTEXT = 'seven'\n"})


@pytest.mark.usefixtures("shapes")
def test_looks_up_lazily() -> None:
    """Nothing is imported before a name is used."""
    found = registry(entry("seven"))
    before = (list(found), len(found), "seven" in found, "shapes_lookup" in sys.modules)
    assert (before, found["seven"]) == ((["seven"], 1, True, False), 7)


@pytest.mark.usefixtures("shapes")
def test_wrong_type_is_refused() -> None:
    """The message has the found type and the expected type."""
    with pytest.raises(WrongType) as caught:
        registry(entry("seven", value="shapes_lookup:TEXT"))["seven"]
    expected = "seven of acme 1.0 can't be loaded: shapes_lookup:TEXT is a str; wanted an int"
    assert str(caught.value) == expected


def test_a_failed_load_is_tried_again(install: Callable[..., Path]) -> None:
    """It is not cached."""
    found = registry(entry("seven", value="shapes_later:NUMBER"))
    with pytest.raises(LoadFailed):
        found["seven"]
    install("later", "", {"shapes_later.py": "NUMBER = 8"})
    assert found["seven"] == 8


def test_entries_of_other_groups_are_ignored() -> None:
    """Duplicates are counted once."""
    other = Entry("colours", "red", "a:B", "acme", "1.0")
    assert registry(entry("seven"), other, entry("seven")).entries == (entry("seven"),)


def test_names_come_in_natural_order() -> None:
    """Numbers in names are compared as numbers."""
    found = registry(entry("net-10"), entry("net-2"), entry("alpha"))
    assert list(found) == ["alpha", "net-2", "net-10"]


@pytest.mark.parametrize("name", ["big-net", "Big_Net", "acme:big-net", "ACME:BIG.NET"])
def test_name_is_bare_or_qualified(name: str) -> None:
    """A name is found with and without its distribution, in any normalized form."""
    assert registry(entry("big-net")).find(name) == entry("big-net")


def test_the_owner_takes_precedence_in_a_clash() -> None:
    """The distribution that owns the registry keeps its bare names."""
    found = registry(entry("net", "other"), entry("net", "acme"))
    assert (found.find("net"), list(found)) == (entry("net", "acme"), ["net", "other:net"])


def test_clash_of_plugins_is_ambiguous() -> None:
    """A name that two other distributions register needs the distribution in front."""
    with pytest.raises(AmbiguousName) as caught:
        registry(entry("net", "one"), entry("net", "two")).find("net")
    assert str(caught.value) == "net is registered by 2 distributions; write one:net or two:net"


def test_all_distributions_of_a_clash_are_named() -> None:
    """The message has all of them."""
    with pytest.raises(AmbiguousName) as caught:
        registry(*(entry("net", name) for name in "xyz")).find("net")
    assert str(caught.value) == "net is registered by 3 distributions; write x:net or y:net or z:net"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("relu-drop", "no shape is called 'relu-drop'; did you mean relu-dropout?"),
        ("acme:relu-drop", "no shape is called 'acme:relu-drop'; did you mean acme:relu-dropout?"),
        ("xyz", "no shape is called 'xyz'"),
    ],
)
def test_unknown_name_has_a_suggestion(name: str, expected: str) -> None:
    """The nearest name is suggested, if one is similar enough."""
    with pytest.raises(UnknownName) as caught:
        registry(entry("relu-dropout")).find(name)
    assert str(caught.value) == expected


def test_get_of_an_unknown_name_is_the_default() -> None:
    """`get` returns the default, as for every Mapping."""
    assert registry().get("net", 3) == 3


def test_ambiguous_name_is_not_contained() -> None:
    """`in` says whether a look-up would succeed."""
    found = registry(entry("net", "one"), entry("net", "two"))
    assert ("net" in found, "one:net" in found) == (False, True)


def test_shown_name_is_the_shortest_unambiguous_one() -> None:
    """A clash makes the name of a plugin qualified, not that of the owner."""
    at_home, other = entry("net", "acme"), entry("net", "other")
    found = registry(at_home, other)
    assert [found.shown_name(each) for each in (at_home, other)] == ["net", "other:net"]


def test_match_takes_a_shell_pattern() -> None:
    """A pattern matches shown and qualified names, in upper or lower case."""
    found = registry(entry("relu-a"), entry("relu-b", "other"), entry("sgd"))
    matched = [[each.name for each in found.match(pattern)] for pattern in ("RELU-*", "other:*", "x*")]
    assert matched == [["relu-a", "relu-b"], ["relu-b"], []]


@given(st.lists(st.text(max_size=8)))
def test_natural_sorts_any_names(names: list[str]) -> None:
    """Any names can be sorted; digits that are not decimal are text."""
    assert [natural(name) for name in sorted(names, key=natural)] == sorted(map(natural, names))


def test_natural_treats_a_superscript_as_text() -> None:
    """A digit such as ², which is not decimal, is text."""
    assert natural("²") == ((-1, "²"),)


def test_nearest_ignores_case() -> None:
    """The suggestion keeps the case of the known name."""
    assert (nearest("sgdd", ["SGD", "Adam"]), nearest("zzz", ["SGD"])) == ("SGD", None)
