"""The distributions that register something, and their problems."""

from __future__ import annotations

from typing import Any

from zoo import installed
from zoo.errors import article
from zoo.registry import normalized
from zoo.schema.value import Value, frozen

NOUNS = {
    "zoo.models": "model",
    "zoo.optimizers": "optimizer",
    "zoo.datasets": "dataset",
    "zoo.callbacks": "callback",
    "zoo.executors": "executor",
    "zoo.metrics": "metric",
    "zoo.losses": "loss",
    "zoo.layers": "layer",
    "zoo.weights": "weights",
}


@frozen
class Plugin(Value):
    """A distribution and what it provides.

    `state` is built in, installed, clash, disabled or unreadable. `provides` has the names of each kind.
    `problems` are sentences: which names clash, why the metadata is not readable.
    """

    distribution: str
    version: str
    state: str
    provides: dict[str, tuple[str, ...]]
    problems: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """What `zoo plugins --json` prints."""
        return {
            "distribution": self.distribution,
            "version": self.version,
            "state": self.state,
            "provides": {noun: list(names) for noun, names in self.provides.items()},
            "problems": list(self.problems),
        }


def plugins() -> list[Plugin]:
    """All plugins: the built-in one first, those with unreadable metadata last; nothing is imported."""
    found = installed.discovery()
    by_distribution: dict[str, list[Any]] = {}
    for entry in found.entries:
        by_distribution.setdefault(entry.distribution, []).append(entry)
    names = sorted(by_distribution, key=lambda name: (name != installed.HOME, name))
    readable = [_plugin(name, by_distribution[name]) for name in names]
    faults = [Plugin(each.distribution, "", "unreadable", {}, (each.reason,)) for each in found.faults]
    return readable + faults


def wrong() -> list[tuple[str, str]]:
    """What `ZOO_STRICT` refuses: unreadable distributions, and names that several distributions register."""
    return [
        (plugin.distribution, problem)
        for plugin in plugins()
        if plugin.state in ("clash", "unreadable")
        for problem in plugin.problems
    ]


def _plugin(distribution: str, entries: list[Any]) -> Plugin:
    provides: dict[str, tuple[str, ...]] = {}
    for group, noun in NOUNS.items():
        names = tuple(sorted(entry.name for entry in entries if entry.group == group))
        if names:
            provides[noun] = names
    version = entries[0].version
    if distribution == installed.HOME:
        return Plugin(distribution, version, "built in", provides)
    variable = installed.disabled_by(distribution)
    if variable is not None:
        return Plugin(distribution, version, "disabled", provides, (variable,))
    clashes = tuple(_clash(entry, rival) for entry in entries for rival in _rivals(entry))
    return Plugin(distribution, version, "clash" if clashes else "installed", provides, clashes)


def _rivals(entry: Any) -> list[Any]:
    return [
        other
        for other in installed.discovery().entries
        if (other.group, normalized(other.name)) == (entry.group, normalized(entry.name))
        and other.distribution != entry.distribution
        and installed.disabled_by(other.distribution) is None
    ]


def _clash(entry: Any, rival: Any) -> str:
    return f"{rival.distribution} has {article(entry.name)} too"
