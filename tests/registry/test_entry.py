"""Entry: what is known of a name, and how it is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from registry import Entry, LoadFailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def entry(value: str) -> Entry:
    """An entry of acme's with this value."""
    return Entry("acme.shapes", "circle", value, "acme", "1.0")


def message(value: str) -> str:
    """What LoadFailed says when an entry with this value is loaded."""
    with pytest.raises(LoadFailed) as caught:
        entry(value).load()
    return str(caught.value)


def test_qualified_name_has_the_distribution() -> None:
    """The qualified name puts the distribution before a colon."""
    assert entry("shapes:CIRCLE").qualified == "acme:circle"


def test_loads_the_attribute(install: Callable[..., Path]) -> None:
    """What is loaded is the attribute that the value names, however deep."""
    install("acme", "", {"shapes_a.py": "class Box:\n    SIZE = 3\n"})
    assert entry(" shapes_a : Box.SIZE ").load() == 3


@pytest.mark.parametrize("value", ["shapes", "shapes:", ":CIRCLE", ""])
def test_refuses_what_is_no_target(value: str) -> None:
    """A value without module or attribute is named, with what is wanted."""
    expected = f"circle of acme 1.0 can't be loaded: {value!r} is not valid; wanted module:ATTRIBUTE"
    assert message(value) == expected


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("raise ValueError('no\\n  luck')", "ValueError: no luck"),
        ("raise RuntimeError", "RuntimeError"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("raise BaseException('bare')", "BaseException: bare"),
    ],
)
def test_whatever_a_module_raises_is_load_failed(install: Callable[..., Path], code: str, cause: str) -> None:
    """A plugin that raises, or leaves the interpreter, ends in one sentence that names it."""
    install("acme", "", {"shapes_b.py": code})
    assert message("shapes_b:CIRCLE") == f"circle of acme 1.0 can't be loaded: {cause}"


def test_missing_attribute_is_load_failed(install: Callable[..., Path]) -> None:
    """An attribute that the module lacks is said so."""
    install("acme", "", {"shapes_c.py": ""})
    expected = (
        "circle of acme 1.0 can't be loaded: AttributeError: module 'shapes_c' has no attribute 'CIRCLE'"
    )
    assert message("shapes_c:CIRCLE") == expected


def test_keyboard_interrupt_passes(install: Callable[..., Path]) -> None:
    """Ctrl-C during an import stops the host, as it should."""
    install("acme", "", {"shapes_d.py": "raise KeyboardInterrupt"})
    with pytest.raises(KeyboardInterrupt):
        entry("shapes_d:CIRCLE").load()
