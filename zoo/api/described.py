"""What `zoo.show` returns: a model, an optimizer or a dataset, with its name and distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.schema.value import Value, frozen

if TYPE_CHECKING:
    from zoo.data.samples import Samples
    from zoo.data.statistics import SplitStatistics
    from zoo.specs.architecture import Architecture
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.model import ModelSpec
    from zoo.specs.optimizer import OptimizerPreset
    from zoo.specs.task import Task

PARTS = ("schedule", "metric", "loss")
"""The kinds of what a training is made of besides what is registered; `DescribedPart` describes one."""
LARGEST = 1_000
"""The largest number of samples of a dataset."""


@frozen
class Described(Value):
    """A model, an optimizer or a dataset, with its name and distribution."""

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
    """A model for one input shape and one task."""

    spec: ModelSpec
    task: Task
    architecture: Architecture

    @property
    def loss(self) -> str:
        """Keras's name of the loss for the task."""
        return self.spec.head.fit(self.task).loss

    def settings(self) -> dict[str, Any]:
        """The parameters that the spec declares, or the settings of its builder."""
        if self.spec.settings is None:
            return dict(self.spec.parameters)
        from zoo.specs import builder_settings

        return builder_settings.to_table(self.spec.settings)

    def to_json(self) -> dict[str, Any]:
        """With `input_shape`, `loss`, `layers`, `parameters`, `flops` …; shapes without the batch axis.

        `parameters` is the number of weights; the parameters that a spec declares, and the settings of
        a builder, are `settings`.
        """
        return super().to_json() | {
            "input_shape": list(self.architecture.input_shape),
            "datasets": list(self.spec.datasets),
            "classes": self.task.outputs,
            "loss": self.loss,
            "layers": [
                {
                    "name": layer.name,
                    "type": layer.type,
                    "output_shape": layer.output_shape and list(layer.output_shape),
                    "parameters": layer.parameters,
                    "flops": layer.flops,
                    "settings": layer.settings,
                    **({"inputs": list(layer.inputs)} if layer.inputs else {}),
                }
                for layer in self.architecture.layers
            ],
            "parameters": self.architecture.parameters,
            "non_trainable": self.architecture.non_trainable,
            "flops": self.architecture.flops,
            **({"settings": settings} if (settings := self.settings()) else {}),
        }


@frozen
class DescribedSetting(Value):
    """One setting of an optimizer, with Keras's default; `given` if the caller changed it."""

    name: str
    value: Any
    default: Any
    given: bool = False


@frozen
class DescribedOptimizer(Described):
    """An optimizer preset with all its settings."""

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
class DescribedPart(Described):
    """A schedule with its settings, or what is known about a metric or a loss."""

    settings: tuple[DescribedSetting, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """With the `settings` of a schedule, or the facts about a metric or a loss."""
        settings = {each.name: each.value for each in self.settings}
        return super().to_json() | ({"settings": settings} if self.settings else dict(self.facts))


@frozen
class LayerSetting(Value):
    """One setting of a plugin's layer: its default, and what it accepts; `needed` if it has no default."""

    name: str
    default: Any
    accepts: str
    needed: bool = False


@frozen
class DescribedLayer(Described):
    """A plugin's layer, with its settings.

    Attributes:
        type: Its name in declarations.
        keras_class: The Keras class, as "module:Class".
        settings: The settings, with their defaults.
    """

    type: str
    keras_class: str
    settings: tuple[LayerSetting, ...]

    def to_json(self) -> dict[str, Any]:
        """With `type`, `keras_class`, `settings` with their defaults, and `needed`, those without one."""
        return super().to_json() | {
            "type": self.type,
            "keras_class": self.keras_class,
            "settings": {each.name: each.default for each in self.settings},
            "needed": [each.name for each in self.settings if each.needed],
        }


@frozen
class DescribedDataset(Described):
    """A dataset, with the statistics of its splits if its data can be loaded quickly.

    Attributes:
        spec: Its task, its shape and how it is scaled.
        splits: The statistics of each split; empty if the data was not loaded.
        remark: Why the data could not be loaded; empty if it was, or if that could take long.
        samples: Some examples of the training part, if they were asked for.
    """

    spec: DatasetSpec
    splits: tuple[SplitStatistics, ...] = ()
    remark: str = ""
    samples: Samples | None = None

    def to_json(self) -> dict[str, Any]:
        """With its task, shape, scaling, classes, features and splits, and the samples if there are some."""
        task = self.spec.task
        described = {
            "task": task.to_table(),
            "input_shape": list(self.spec.input_shape),
            "scaling": self.spec.scaling,
            "classes": list(self.spec.classes),
            "features": list(self.spec.features),
            "splits": {each.name: each.to_json() for each in self.splits} or None,
        }
        file = self.spec.file.to_table() if self.spec.file is not None else {}
        samples = self.samples.to_json() if self.samples is not None else {}
        return super().to_json() | described | file | samples
