"""`zoo.list_models`, `zoo.list_optimizers`, `zoo.list_datasets`, `zoo.list_weights`: registered names."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from zoo import installed
from zoo.catalog import registries
from zoo.errors import SettingError
from zoo.registry import RegistryError
from zoo.schema.value import Value, frozen
from zoo.specs.architecture import parameters_of
from zoo.specs.model import ModelSpec
from zoo.specs.weights import WeightsSpec

if TYPE_CHECKING:
    from zoo.registry import Entry, Registry


@frozen
class ListedWeights(Value):
    """What is listed of named weights: `value` is that of the metric on this split, `size` is in bytes."""

    model: str
    dataset: str
    split: str
    metric: str
    value: float
    size: int
    licence: str


@frozen
class Listed(Value):
    """One name; `summary` and `parameters` are None if they are unknown until it is loaded.

    `weights` has the facts about named weights.
    """

    kind: str
    name: str
    distribution: str
    version: str
    summary: str | None = None
    parameters: int | None = None
    weights: ListedWeights | None = None

    def to_json(self) -> dict[str, Any]:
        """What `zoo list --json` prints."""
        table = asdict(self)
        if self.weights is None:
            del table["weights"]
        return table


@frozen
class Listing(Value):
    """Rows by kind, in natural order; `problems` has what could not be read or loaded."""

    rows: tuple[Listed, ...]
    problems: tuple[tuple[str, str], ...] = ()


def listed(pattern: str | None = None, *, load: bool = False) -> Listing:
    """All names that match a shell pattern, or all of a kind, such as `models`, if no name matches that.

    Built-ins are loaded, and declarations in data files are read. A plugin's code runs only with
    `load`: that of each distribution in its own process.
    """
    entries = [
        (kind, registry, entry)
        for kind, registry in registries.LISTED.items()
        for entry in (registry.entries if pattern is None else registry.match(pattern))
    ] or [(kind, registry, entry) for kind, registry in _of_kind(pattern) for entry in registry.entries]
    problems = [(fault.distribution, fault.reason) for fault in installed.discovery().faults]
    known: dict[tuple[str, str, str], tuple[Any, ...]] = {}
    if load:
        from zoo.catalog.probe import probe

        code = [entry for _, registry, entry in entries if not _is_safe(registry, entry)]
        for distribution in dict.fromkeys(entry.distribution for entry in code):
            found = probe(distribution)
            problems += [(distribution, found.fault)] if found.fault else []
            problems += [(distribution, each.error) for each in found.entries if each.error]
            known |= {(distribution, e.group, e.name): (e.summary, e.parameters) for e in found.entries}
    rows = []
    for kind, registry, entry in entries:
        about = known.get((entry.distribution, entry.group, entry.name), (None, None))
        if _is_safe(registry, entry):
            try:
                about = _about(registry.load(entry))
            except RegistryError as error:
                problems.append((entry.distribution, str(error)))
        rows.append(Listed(kind, registry.shown_name(entry), entry.distribution, entry.version, *about))
    return Listing(tuple(rows), tuple(problems))


def _of_kind(pattern: str | None) -> list[tuple[str, Registry[Any]]]:
    """The kind that this is the word for, in the singular or plural, with its registry."""
    return [(kind, registry) for kind, registry in registries.LISTED.items() if pattern in (kind, f"{kind}s")]


def list_models(pattern: str | None = None) -> list[str]:
    """List the names of models; nothing is imported.

    Args:
        pattern: A shell pattern, such as `relu-*`; default all names.

    Returns:
        The names, in natural order.

    Raises:
        SettingError: The pattern is not text.

    Examples:
        >>> zoo.list_models("relu-*")
        ['relu-dropout', 'relu-flatten']
    """
    return _names(registries.MODELS, pattern)


def list_optimizers(pattern: str | None = None) -> list[str]:
    """List the names of optimizer presets; nothing is imported.

    Args:
        pattern: A shell pattern, such as `sgd*`; default all names.

    Returns:
        The names, in natural order.

    Raises:
        SettingError: The pattern is not text.

    Examples:
        >>> zoo.list_optimizers("sgd*")
        ['sgd', 'sgd-fast']
    """
    return _names(registries.OPTIMIZERS, pattern)


def list_datasets(pattern: str | None = None) -> list[str]:
    """List the names of datasets; nothing is imported.

    Args:
        pattern: A shell pattern, such as `fashion-*`; default all names.

    Returns:
        The names, in natural order.

    Raises:
        SettingError: The pattern is not text.

    Examples:
        >>> zoo.list_datasets("fashion-*")
        ['fashion-mnist', 'fashion-mnist-sample']
    """
    return _names(registries.DATASETS, pattern)


def list_weights(pattern: str | None = None) -> list[str]:
    """List the names of trained weights; nothing is imported.

    Args:
        pattern: A shell pattern, such as `*.fashion-mnist`; default all names.

    Returns:
        The names, in natural order.

    Raises:
        SettingError: The pattern is not text.

    Examples:
        >>> zoo.list_weights("relu-*")
        ['relu-dropout.fashion-mnist', 'relu-flatten.fashion-mnist']
    """
    return _names(registries.WEIGHTS, pattern)


def checked_pattern(pattern: object) -> str | None:
    """A shell pattern or None; SettingError if it is something else."""
    if pattern is not None and not isinstance(pattern, str):
        raise SettingError("pattern", pattern, "is not text; wanted a shell pattern, such as relu-*")
    return pattern


def _names(registry: Registry[Any], pattern: str | None) -> list[str]:
    pattern = checked_pattern(pattern)
    entries = registry.entries if pattern is None else registry.match(pattern)
    return [registry.shown_name(entry) for entry in entries]


def _is_safe(registry: Registry[Any], entry: Entry) -> bool:
    """Whether loading it runs no third-party code."""
    return entry.distribution == installed.HOME or registry.is_data(entry)


def _about(value: Any) -> tuple[Any, ...]:
    """The summary, the number of parameters, and the facts about weights."""
    if isinstance(value, WeightsSpec):
        facts = ListedWeights(value.model, value.dataset, *value.metric, value.file.size, value.licence)
        return value.summary, value.parameters, facts
    return value.summary, parameters_of(value) if isinstance(value, ModelSpec) else None
