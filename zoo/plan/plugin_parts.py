"""Metrics, losses and layers by name: Kerazoo's own, and those of plugins, which are loaded when named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.errors import UsageError
from zoo.specs.metrics import built_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.plan.train_settings import TrainSettings
    from zoo.specs.layers.base import LayerDeclaration
    from zoo.specs.metrics import MetricSpec
    from zoo.specs.model import ModelSpec
    from zoo.specs.named import Named
    from zoo.specs.own_loss import LossSpec


def metric_of(name: str) -> MetricSpec | None:
    """The metric of a name; None if there is none.

    Raises:
        RegistryError: It can't be loaded, or the name is ambiguous.
    """
    usual = built_in(name)
    found = None if usual is not None else registered_part("metric", name)
    return usual if found is None else found.value


def loss_of(name: str) -> LossSpec | None:
    """A plugin's loss; None if there is none. Raises RegistryError as `metric_of`."""
    found = registered_part("loss", name)
    return None if found is None else found.value


def registered_part(kind: str, name: str) -> Named[Any] | None:
    """What a plugin registers; None if there is nothing of this name."""
    from zoo.catalog import registries
    from zoo.catalog.resolve import of_entry

    registry = registries.ALL[kind]
    if not registry.claimants(name.rpartition(":")[2]):
        return None
    entry = registry.find(name)
    return of_entry(entry, registry.load(entry))


def registered(kind: str) -> list[str]:
    """The names that plugins register."""
    from zoo.catalog import registries

    return [*registries.ALL[kind]]


def own_layers(spec: ModelSpec) -> dict[str, type[LayerDeclaration]]:
    """The classes of plugins' layers in a model, by their names."""
    found, left = {}, list(spec.flat)
    while left:
        layer = left.pop()
        left += [inside for _, inside in layer.held()]
        if layer.keras_class:
            found[layer.type] = type(layer)
    return found


def layers_of_plugins(spec: ModelSpec) -> Iterator[tuple[str, Named[Any]]]:
    """The plugins' layers in a model, by name; UsageError for one that none registers."""
    for name, declared in sorted(own_layers(spec).items()):
        known = registered_part("layer", name)
        if known is None or known.value is not declared:
            wanted = f'wanted {name} = "{declared.__module__}:{name}" in its entry points of zoo.layers'
            raise UsageError(f"no plugin registers the layer {name} of {declared.__module__}; {wanted}")
        yield f"layer {name}", known


def of_plugins(train: TrainSettings) -> Iterator[tuple[str, Named[Any]]]:
    """The metrics and the loss that plugins have, each with what it is."""
    for name in train.metrics or ():
        if built_in(name) is None and (found := registered_part("metric", name)) is not None:
            yield f"metric {name}", found
    if train.loss is not None and (found := registered_part("loss", train.loss)) is not None:
        yield "loss", found
