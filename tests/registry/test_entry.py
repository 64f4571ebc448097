"""Entry: its names, and how it is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from registry import Entry, LoadFailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def entry(value: str) -> Entry:
    """An entry of acme with this value."""
    return Entry("acme.shapes", "circle", value, "acme", "1.0")


def message(value: str) -> str:
    """The message of LoadFailed for an entry with this value."""
    with pytest.raises(LoadFailed) as caught:
        entry(value).load()
    return str(caught.value)


def test_qualified_name_has_the_distribution() -> None:
    """The qualified name is the distribution, a colon and the name."""
    assert entry("shapes:CIRCLE").qualified == "acme:circle"


def test_loads_the_attribute(install: Callable[..., Path]) -> None:
    """The attribute of the value is loaded, at any depth."""
    install("acme", "", {"shapes_a.py": "class Box:\n    SIZE = 3\n"})
    assert entry(" shapes_a : Box.SIZE ").load() == 3


@pytest.mark.parametrize("value", ["shapes", "shapes:", ":CIRCLE", ""])
def test_refuses_an_invalid_target(value: str) -> None:
    """The message has the value and the expected form."""
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
def test_any_exception_of_a_module_is_load_failed(
    install: Callable[..., Path], code: str, cause: str
) -> None:
    """A plugin that raises, or exits, is an error of one sentence that names it."""
    install("acme", "", {"shapes_b.py": code})
    assert message("shapes_b:CIRCLE") == f"circle of acme 1.0 can't be loaded: {cause}"


def test_missing_attribute_is_load_failed(install: Callable[..., Path]) -> None:
    """The message names the missing attribute."""
    install("acme", "", {"shapes_c.py": ""})
    expected = (
        "circle of acme 1.0 can't be loaded: AttributeError: module 'shapes_c' has no attribute 'CIRCLE'"
    )
    assert message("shapes_c:CIRCLE") == expected


def test_keyboard_interrupt_passes(install: Callable[..., Path]) -> None:
    """Ctrl-C during an import stops the host program."""
    install("acme", "", {"shapes_d.py": "raise KeyboardInterrupt"})
    with pytest.raises(KeyboardInterrupt):
        entry("shapes_d:CIRCLE").load()
