"""Load the entries of a distribution in a separate process, and report what happened.

An import can print, hang, exit, or crash the interpreter; here that costs its process alone.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from registry import RegistryError
from zoo.catalog import registries
from zoo.schema.value import Value, frozen
from zoo.specs.architecture import parameters_of
from zoo.specs.model import ModelSpec
from zoo.system import process

PATIENCE = 30.0
"""Seconds that loading may take."""
HEAVY = ("jax", "keras", "matplotlib", "numpy", "pandas", "scipy", "sklearn", "tensorflow", "torch")
"""Modules that a declaration has no need of, and that `zoo list` must not wait for."""


@frozen
class Loaded(Value):
    """What loading one entry came to; `error` is None where it went well."""

    group: str
    name: str
    summary: str | None = None
    parameters: int | None = None
    error: str | None = None


@frozen
class Probe(Value):
    """What loading a distribution came to.

    `seconds` is what its imports took, `heavy` what they pulled in; `fault` says why nothing is
    known of the entries, None where something is.
    """

    entries: tuple[Loaded, ...] = ()
    seconds: float = 0.0
    heavy: tuple[str, ...] = ()
    fault: str | None = None

    @property
    def reasons(self) -> list[str]:
        """Why the distribution fails: its own fault, or those of its entries."""
        if self.fault is not None:
            return [self.fault]
        return [entry.error for entry in self.entries if entry.error is not None]


def probe(distribution: str) -> Probe:
    """Load all entries of a distribution in a process of its own."""
    try:
        found = process.ask("zoo.catalog.probe", {"distribution": distribution}, patience=PATIENCE)
    except process.Gone as gone:
        return Probe(fault=f"its import {gone}")
    entries = tuple(Loaded(**entry) for entry in found["entries"])
    return Probe(entries, found["seconds"], tuple(found["heavy"]))


def load_all(request: dict[str, str]) -> dict[str, Any]:
    """Load all entries of a distribution in this process, as plain data."""
    before, began = set(sys.modules), time.perf_counter()
    entries = [
        _loaded(registry, entry)
        for registry in registries.EVERY_KIND.values()
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
