"""What is installed: the entries of every entry-point group of Kerazoo, and a registry of one group."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from zoo.errors import UnknownName
from zoo.registry import Discovery, Home, Registry, discover, normalized

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from zoo.registry import Entry

T = TypeVar("T")

HOME = "kerazoo"
GROUPS = (
    *("zoo.models", "zoo.optimizers", "zoo.datasets"),
    *("zoo.callbacks", "zoo.executors", "zoo.metrics", "zoo.losses"),
    *("zoo.layers", "zoo.weights"),
)
DISABLE, NO_PLUGINS = "ZOO_DISABLE_PLUGINS", "ZOO_NO_PLUGINS"
FALSE = ("", "0", "false", "f", "no", "n", "off")
"""Values of `ZOO_NO_PLUGINS` that leave nothing out, as Click reads them for `--no-plugins`."""


@cache
def discovery() -> Discovery:
    """All entries of the groups, read once from the metadata of the installed distributions."""
    return discover(GROUPS, home=Home(HOME, Path(__file__).resolve().parent))


def disabled_by(distribution: str) -> str | None:
    """The environment variable that disables a distribution; None where none does.

    `ZOO_NO_PLUGINS=1` disables all but the built-ins, `ZOO_DISABLE_PLUGINS=name,…` those that it names.
    """
    if distribution == HOME:
        return None
    if os.environ.get(NO_PLUGINS, "").strip().lower() not in FALSE:
        return NO_PLUGINS
    names = os.environ.get(DISABLE, "").split(",")
    return DISABLE if distribution in {normalized(name.strip()) for name in names if name.strip()} else None


def registry(
    group: str,
    kind: type[T],
    noun: str,
    *,
    readers: Mapping[str, Callable[[bytes, Entry], object]] | None = None,
    declarations: tuple[Any, ...] = (),
) -> Registry[T]:
    """The registry of a group, of what is installed and not disabled.

    Args:
        group: The entry-point group.
        kind: What an entry loads to.
        noun: What messages call an entry.
        readers: Functions that read the files of entries, by suffix.
        declarations: The types that these functions return.
    """
    return Registry(
        group,
        kind,
        noun=noun,
        home=HOME,
        discover=_enabled,
        readers=readers or {},
        declarations=declarations,
        unknown=UnknownName,
    )


def _enabled(_: Collection[str]) -> Discovery:
    entries = (entry for entry in discovery().entries if disabled_by(entry.distribution) is None)
    return Discovery(tuple(entries), discovery().faults)
