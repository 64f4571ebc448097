"""Installed distributions as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from zoo.tables.grid import Grid, GridColumn
from zoo.tables.words import NONE, literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zoo.catalog.plugins import Plugin
    from zoo.catalog.probe import Probe

STYLES = {"built in": "dim", "installed": "", "clash": "yellow", "disabled": "yellow", "unreadable": "red"}


def plugins(found: Sequence[Plugin]) -> Grid:
    """The state of each distribution, what it provides, and its problems."""
    return Grid(
        [
            GridColumn("Distribution", style="cyan"),
            GridColumn("Version", drop=1),
            GridColumn("State"),
            GridColumn("Provides", wrap=True),
        ],
        [
            [
                literal(each.distribution),
                literal(each.version) or NONE,
                Text(each.state, style=STYLES[each.state]),
                literal(provides(each)),
            ]
            for each in found
        ],
    )


def checked(found: Sequence[Plugin], probes: Mapping[str, Probe]) -> Grid:
    """The result of loading each distribution: time, heavy imports, failures."""
    return Grid(
        [
            GridColumn("Distribution", style="cyan"),
            GridColumn("State"),
            GridColumn("Import", right=True),
            GridColumn("Heavy imports", wrap=True, drop=1),
            GridColumn("Reason", wrap=True),
        ],
        [_checked(each, probes.get(each.distribution)) for each in found],
    )


def provides(plugin: Plugin) -> str:
    """The names that a distribution provides: "models alexnet, lenet-5"; only counts for the built-ins."""
    if plugin.state == "built in":
        return ", ".join(f"{len(names)} {_several(noun, names)}" for noun, names in plugin.provides.items())
    groups = [f"{_several(noun, names)} {', '.join(names)}" for noun, names in plugin.provides.items()]
    problems = "; ".join(plugin.problems)
    if not groups:
        return problems
    return ", ".join(groups) + (f" ({problems})" if problems else "")


def _several(noun: str, names: tuple[str, ...]) -> str:
    return f"{noun}s" if len(names) > 1 and not noun.endswith("s") else noun


def _checked(plugin: Plugin, probe: Probe | None) -> list[str | Text]:
    name = literal(plugin.distribution)
    if probe is None:
        return [name, Text(plugin.state, style=STYLES[plugin.state]), NONE, NONE, "; ".join(plugin.problems)]
    failed = probe.reasons
    state = Text("FAIL", style="red") if failed else Text("pass", style="green")
    seconds = NONE if probe.fault else f"{probe.seconds:.2f} s"
    return [name, state, seconds, ", ".join(probe.heavy) or NONE, literal("; ".join(failed))]
