"""Load the entries of a distribution in a separate process, and report what happened.

An import can print, hang, exit, or crash the interpreter; here this only affects the separate process.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from zoo.catalog import registries
from zoo.registry import RegistryError
from zoo.schema.value import Value, frozen
from zoo.specs.architecture import parameters_of
from zoo.specs.model import ModelSpec
from zoo.system import process

PATIENCE = 30.0
"""Seconds before loading is stopped."""
HEAVY = ("jax", "keras", "matplotlib", "numpy", "pandas", "scipy", "sklearn", "tensorflow", "torch")
"""Modules that a declaration does not need, and that would make `zoo list` slow."""


@frozen
class ProbedEntry(Value):
    """The result of loading one entry; `error` is None if it succeeded."""

    group: str
    name: str
    summary: str | None = None
    parameters: int | None = None
    error: str | None = None


@frozen
class Probe(Value):
    """The result of loading a distribution.

    `seconds` is the duration of the imports, and `heavy` has the modules of `HEAVY` that they imported.
    `fault` is the reason why the process failed, or None.
    """

    entries: tuple[ProbedEntry, ...] = ()
    seconds: float = 0.0
    heavy: tuple[str, ...] = ()
    fault: str | None = None

    @property
    def reasons(self) -> list[str]:
        """The reasons why loading failed: that of the process, or those of entries."""
        if self.fault is not None:
            return [self.fault]
        return [entry.error for entry in self.entries if entry.error is not None]


def probe(distribution: str) -> Probe:
    """Load all entries of a distribution in a separate process."""
    try:
        found = process.ask("zoo.catalog.probe", {"distribution": distribution}, patience=PATIENCE)
    except process.NoAnswer as failure:
        return Probe(fault=f"its import {failure}")
    entries = tuple(ProbedEntry(**entry) for entry in found["entries"])
    return Probe(entries, found["seconds"], tuple(found["heavy"]))


def load_all(request: dict[str, str]) -> dict[str, Any]:
    """Load all entries of a distribution in this process, as plain data."""
    before, began = set(sys.modules), time.perf_counter()
    entries = [
        _loaded(registry, entry)
        for registry in registries.ALL.values()
        for entry in registry.entries
        if entry.distribution == request["distribution"]
    ]
    seconds = time.perf_counter() - began
    heavy = [name for name in HEAVY if name in set(sys.modules) - before]
    return {"entries": entries, "seconds": seconds, "heavy": heavy}


def _loaded(registry: Any, entry: Any) -> dict[str, Any]:
    row = {"group": entry.group, "name": entry.name}
    try:
        value = registry.load(entry)
    except RegistryError as error:
        return row | {"error": str(error)}
    parameters = parameters_of(value) if isinstance(value, ModelSpec) else None
    return row | {"summary": getattr(value, "summary", None), "parameters": parameters}


if __name__ == "__main__":
    process.answer(load_all)
