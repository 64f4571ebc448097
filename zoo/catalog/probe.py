"""What happens when a distribution's entries are loaded: found out in a process of its own.

An import can print, hang, exit, or take the interpreter down; here it costs its process alone.
`python -m zoo.catalog.probe DISTRIBUTION` loads all that a distribution registers, and writes what it found
as one line of JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import Any

from registry import RegistryError
from zoo.catalog import registries
from zoo.schema.value import Value, frozen
from zoo.specs.architecture import parameters_of
from zoo.specs.model import ModelSpec
from zoo.system.process import command, end_of, inherited

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
        done = subprocess.run(  # noqa: S603 - our own interpreter
            command("zoo.catalog.probe", distribution),
            env=inherited(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Probe(fault=f"its import did not end within {PATIENCE:g} s")
    if done.returncode < 0:
        return Probe(fault=f"its import {end_of(done.returncode)}")
    try:
        found = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        return Probe(fault=f"its import {end_of(done.returncode)}")
    entries = tuple(Loaded(**entry) for entry in found["entries"])
    return Probe(entries, found["seconds"], tuple(found["heavy"]))


def load_all(distribution: str) -> dict[str, Any]:
    """Load all entries of a distribution here, as plain data."""
    before, began = set(sys.modules), time.perf_counter()
    entries = [
        _loaded(registry, entry)
        for registry in registries.EVERY_KIND.values()
        for entry in registry.entries
        if entry.distribution == distribution
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
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever is printed, by C code too, goes to stderr
    answer.write(json.dumps(load_all(sys.argv[1])) + "\n")
    answer.flush()
    os._exit(0)  # threads that a plugin left behind are nobody's concern
