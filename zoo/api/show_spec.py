"""Models, optimizers and layers as `zoo.show` describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.api.described import (
    DescribedLayer,
    DescribedModel,
    DescribedOptimizer,
    DescribedSetting,
    LayerSetting,
)
from zoo.errors import UsageError
from zoo.plan.phrase import ALIASES
from zoo.schema.arguments import checked_classes, checked_shape
from zoo.schema.declaration import plain, settings_of
from zoo.specs.architecture import is_static, trace
from zoo.specs.layers.base import PLACE
from zoo.specs.optimizer import Optimizer
from zoo.specs.task import DEFAULT_TASK, Task

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zoo.specs.model import ModelSpec
    from zoo.specs.named import Named
    from zoo.specs.optimizer import OptimizerPreset


def model(
    part: Named[ModelSpec],
    input_shape: tuple[int, ...] | None,
    classes: int | None,
    settings: Mapping[str, Any],
) -> DescribedModel:
    """A model with changed settings, for a shape and a number of classes."""
    spec = part.value.override(settings, part.name)
    shape = spec.input_shape if input_shape is None else checked_shape(input_shape)
    task = DEFAULT_TASK if classes is None else Task("classification", checked_classes(classes))
    if is_static(spec):
        architecture = trace(spec, shape, task, part.name)
    else:
        from zoo.api.build import build

        built = build(spec, shape, task=task)
        from zoo.training.build import architecture_of

        architecture = architecture_of(built, spec, shape, task)
    return DescribedModel(*_head("model", part), spec=spec, task=task, architecture=architecture)


def optimizer(preset: Named[OptimizerPreset], settings: Mapping[str, Any]) -> DescribedOptimizer:
    """An optimizer with changed settings."""
    changes = {ALIASES.get(path, path).removeprefix("optimizer."): value for path, value in settings.items()}
    spec = preset.value.override(changes, preset.name)
    declared = spec.optimizer
    shared = settings_of(Optimizer)
    ordered = sorted(settings_of(type(declared)).values(), key=lambda setting: setting.name in shared)
    return DescribedOptimizer(
        *_head("optimizer", preset),
        spec=spec,
        settings=tuple(
            DescribedSetting(
                each.name, _shown(getattr(declared, each.name)), each.default, each.name in changes
            )
            for each in ordered
        ),
    )


def layer(part: Named[Any], changes: Mapping[str, Any]) -> DescribedLayer:
    """A plugin's layer; UsageError for changed settings."""
    if changes:
        raise UsageError(f"{part.name} is a layer; wanted a model for --set")
    settings = tuple(
        LayerSetting(
            each.name, None if each.required else _shown(each.default), each.kind.wanted, needed=each.required
        )
        for each in settings_of(part.value).values()
        if each.name not in PLACE
    )
    return DescribedLayer(
        *_head("layer", part),
        type=part.value.__name__,
        keras_class=part.value.keras_class,
        settings=settings,
    )


def _head(kind: str, part: Named[Any]) -> tuple[str, str, str, str | None, str | None]:
    return kind, part.name, part.value.summary, part.distribution, part.version


def _shown(value: Any) -> Any:
    return None if value is None else plain(value)
