"""One thing, described: its layers or its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry import UnknownName, nearest
from zoo import catalog
from zoo.architecture import Architecture, is_static, trace
from zoo.dataset import DatasetSpec, Task
from zoo.dataset_file import DataFile
from zoo.declaration import changes_of, plain, settings_of
from zoo.errors import Mistake
from zoo.listing import CLASSES
from zoo.lookup import (
    checked,
    checked_classes,
    checked_name,
    checked_shape,
    found_dataset,
    from_file,
    is_data,
    named,
    path_of,
    refuse_for_names,
)
from zoo.optimizer import Optimizer, OptimizerPreset
from zoo.settings import OneOf
from zoo.value import Value, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from registry import Registry
    from zoo.plan import Named
    from zoo.spec import ModelSpec


@frozen
class Described(Value):
    """A name with what it stands for."""

    kind: str
    name: str
    summary: str
    distribution: str | None
    version: str | None

    def to_json(self) -> dict[str, Any]:
        """What `zoo show --json` prints."""
        return {
            "kind": self.kind,
            "name": self.name,
            "distribution": self.distribution,
            "version": self.version,
            "summary": self.summary,
        }


@frozen
class DescribedModel(Described):
    """A model on one input and one task."""

    spec: ModelSpec
    task: Task
    architecture: Architecture

    def to_json(self) -> dict[str, Any]:
        """With `input_shape`, `layers`, `parameters`, `flops`; shapes without the batch axis."""
        return super().to_json() | {
            "input_shape": list(self.architecture.input_shape),
            "classes": self.task.outputs,
            "layers": [
                {
                    "name": layer.name,
                    "type": layer.type,
                    "output_shape": layer.output_shape and list(layer.output_shape),
                    "parameters": layer.parameters,
                    "flops": layer.flops,
                    "settings": layer.settings,
                }
                for layer in self.architecture.layers
            ],
            "parameters": self.architecture.parameters,
            "non_trainable": self.architecture.non_trainable,
            "flops": self.architecture.flops,
        }


@frozen
class DescribedSetting(Value):
    """One setting of an optimizer, with Keras's own default, and whether it was given just now."""

    name: str
    value: Any
    default: Any
    given: bool = False


@frozen
class DescribedOptimizer(Described):
    """An optimizer preset with every resolved setting."""

    spec: OptimizerPreset
    settings: tuple[DescribedSetting, ...]

    @property
    def type(self) -> str:
        """The name of the Keras class."""
        return self.spec.optimizer.type

    def to_json(self) -> dict[str, Any]:
        """With `type` and `settings`, in which null is Keras's None."""
        return super().to_json() | {
            "type": self.type,
            "settings": {each.name: each.value for each in self.settings},
        }


@frozen
class DescribedDataset(Described):
    """A dataset, without its data."""

    spec: DatasetSpec

    def to_json(self) -> dict[str, Any]:
        """With its task, shape, scaling, classes and features."""
        task = self.spec.task
        described = {
            "task": {"kind": task.kind, "outputs": task.outputs, "labels": task.labels},
            "input_shape": list(self.spec.input_shape),
            "scaling": self.spec.scaling,
            "classes": list(self.spec.classes),
            "features": list(self.spec.features),
        }
        file = self.spec.load.to_table() if isinstance(self.spec.load, DataFile) else {}
        return super().to_json() | described | file


def show(
    name: str | Path,
    *,
    kind: str | None = None,
    input_shape: tuple[int, ...] | None = None,
    classes: int | None = None,
    settings: Mapping[str, Any] | None = None,
    target: str | None = None,
    task: str | None = None,
) -> Described:
    """Describe a model, an optimizer or a dataset by its name, what a TOML file declares, or own data.

    `input_shape`, `classes` and `settings` (paths to values, as `{"hidden.units": 200}`) are for
    models, `settings` (as `{"learning_rate": 0.1}`) for optimizers too; `target` and `task` are for own
    data, as in `zoo.train`. Keras is imported only for a model with parts outside the vocabulary.

    Raises Mistake for what can't be meant, and RegistryError for a name that nothing has.
    """
    changes = changes_of(settings)
    if kind is not None:
        kind = checked("kind", OneOf(tuple(catalog.KINDS)), kind)
    found, part = _found(name, kind, target, task)
    if found == "model":
        return _model(part, input_shape, classes, changes)
    if input_shape is not None or classes is not None:
        raise Mistake(f"{name} is {catalog.article(found)}; wanted a model for --input-shape and --classes")
    if found == "dataset":
        if changes:
            raise Mistake(f"{name} is a dataset, which has no settings")
        return DescribedDataset(*_head("dataset", part), spec=part.value)
    return _optimizer(part, changes)


def _found(
    name: str | Path, kind: str | None, target: str | None, task: str | None
) -> tuple[str, Named[Any]]:
    """What is meant, and of which kind it is."""
    path = path_of("name", name)
    if path is not None and is_data(path):
        return "dataset", found_dataset(path, target, task)
    refuse_for_names(name, target, task)
    if path is not None:
        return from_file(path)
    wanted = "that of a model, an optimizer or a dataset, or a file's path"
    name = checked_name(name, "no name", wanted)
    kind = kind or kind_of(name)
    return kind, named(kind, name)


def kind_of(name: str, registries: Mapping[str, Registry[Any]] = catalog.KINDS) -> str:
    """The one kind that has this name; raises where two have it, or none."""
    kinds = catalog.kinds_of(name, registries)
    if len(kinds) == 1:
        return kinds[0]
    if kinds:
        both = " and ".join(kinds)
        raise Mistake(f"{name} is the name of a {both}; write --kind {kinds[0]} or --kind {kinds[1]}")
    for registry in registries.values():
        if ":" not in name:
            break
        registry.find(name)
    *others, last = registries
    known = [each for registry in registries.values() for each in registry]
    raise UnknownName(f"{', '.join(others)} or {last}", name, nearest(name, known))


def _model(
    model: Named[ModelSpec],
    input_shape: tuple[int, ...] | None,
    classes: int | None,
    settings: Mapping[str, Any],
) -> DescribedModel:
    spec = model.value.override(settings, model.name)
    shape = spec.input_shape if input_shape is None else checked_shape(input_shape)
    task = Task("classification", CLASSES if classes is None else checked_classes(classes))
    if is_static(spec):
        architecture = trace(spec, shape, task, model.name)
    else:
        from zoo.names import build  # noqa: PLC0415 - imports Keras when it is called

        built = build(spec, shape, task=task)
        from zoo.training.build import architecture_of  # noqa: PLC0415 - imports Keras, so only now

        architecture = architecture_of(built, spec, shape, task)
    return DescribedModel(*_head("model", model), spec=spec, task=task, architecture=architecture)


def _optimizer(preset: Named[OptimizerPreset], settings: Mapping[str, Any]) -> DescribedOptimizer:
    changes = {path.removeprefix("optimizer."): value for path, value in settings.items()}
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


def _head(kind: str, part: Named[Any]) -> tuple[str, str, str, str | None, str | None]:
    return kind, part.name, part.value.summary, part.distribution, part.version


def _shown(value: Any) -> Any:  # noqa: ANN401 - any setting's value
    return None if value is None else plain(value)
