"""What there is, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry import RegistryError
from zoo import catalog
from zoo.architecture import Misfit, NeedsBuilding, trace
from zoo.dataset import Task
from zoo.spec import ModelSpec
from zoo.value import Value, frozen

if TYPE_CHECKING:
    from registry import Entry, Registry

CLASSES = 10
"""The classes at which a model is shown where nothing is said."""


@frozen
class Listed(Value):
    """One name; `summary` and `parameters` are None where that is not known without loading it."""

    kind: str
    name: str
    distribution: str
    version: str
    summary: str | None = None
    parameters: int | None = None


def listed(pattern: str | None = None, *, load: bool = False) -> list[Listed]:
    """All names that fit a shell pattern, by kind, in natural order.

    Only the built-ins are loaded, unless `load` says that plugins shall be too; one that can't be
    is listed without summary.
    """
    return [
        _row(kind, registry, entry, load=load)
        for kind, registry in catalog.KINDS.items()
        for entry in (registry.entries if pattern is None else registry.match(pattern))
    ]


def list_models(pattern: str | None = None) -> list[str]:
    """The names of models that fit a shell pattern, as `relu-*`; nothing is imported."""
    return _names(catalog.MODELS, pattern)


def list_optimizers(pattern: str | None = None) -> list[str]:
    """The names of optimizer presets that fit a shell pattern; nothing is imported."""
    return _names(catalog.OPTIMIZERS, pattern)


def list_datasets(pattern: str | None = None) -> list[str]:
    """The names of datasets that fit a shell pattern; nothing is imported."""
    return _names(catalog.DATASETS, pattern)


def _names(registry: Registry[Any], pattern: str | None) -> list[str]:
    entries = registry.entries if pattern is None else registry.match(pattern)
    return [registry.shown_name(entry) for entry in entries]


def _row(kind: str, registry: Registry[Any], entry: Entry, *, load: bool) -> Listed:
    row = Listed(kind, registry.shown_name(entry), entry.distribution, entry.version)
    if entry.distribution != catalog.HOME and not registry.is_data(entry) and not load:
        return row
    try:
        value = registry.load(entry)
    except RegistryError:
        return row
    parameters = _parameters(value) if isinstance(value, ModelSpec) else None
    return Listed(row.kind, row.name, row.distribution, row.version, value.summary, parameters)


def _parameters(spec: ModelSpec) -> int | None:
    try:
        return trace(spec, spec.input_shape, Task("classification", CLASSES)).parameters
    except (NeedsBuilding, Misfit):
        return None
