"""Freeze the layers of a built model."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

import keras

from zoo.plan.freezing import freezes, frozen_layers, nothing_left, unmatched
from zoo.plan.layer_patterns import LayerNames
from zoo.plan.wrong import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.plan.plan import Plan


class Freezer:
    """Freezes the layers of a model as the phases of a plan say, and makes them trainable again.

    A frozen layer keeps its weights; a frozen BatchNormalization uses its moving averages, as Keras does.
    """

    def __init__(self, model: keras.Model, plan: Plan) -> None:
        """`model` is as built; raises UsageError if a pattern does not fit it, or no weight would be left."""
        self.model, self.plan = model, plan
        self.layers = named_layers(model)
        self.built = [(layer, layer.trainable) for layer in model._flatten_layers()]  # noqa: SLF001 - nested ones too
        self.variables = [(variable, variable.trainable) for variable in model.variables]
        self.frozen = [frozenset[str]()] * len(plan.by_phase)
        self.counts = [self._trainable(0)] * len(plan.by_phase)
        if not freezes(plan):
            return
        names = _names(self.layers, plan)
        refuse(list(unmatched(plan, names)))
        self.frozen = frozen_layers(plan, names)
        self.counts = [self._trainable(phase) for phase in range(len(self.frozen))]
        refuse(list(nothing_left(plan, self.counts)))
        self.restore()

    def phases(self) -> list[dict[str, Any]]:
        """The phases for the record, as `zoo.plan.freezing.phases_of` returns them.

        A model in the model is frozen if all of its layers with weights are.
        """
        if not self.plan.phases and not any(self.frozen):
            return []
        return [
            {
                "epochs": part.train.epochs,
                "frozen": [name for name in self.inside if frozen.issuperset(self.inside[name])],
                "trainable_parameters": count,
            }
            for part, frozen, count in zip(self.plan.by_phase, self.frozen, self.counts, strict=True)
        ]

    @property
    def inside(self) -> dict[str, list[str]]:
        """The layers with weights by their names, and those in each model in the model by its name."""
        leaves = [name for name, layer in self.layers.items() if layer.weights]
        blocks = dict.fromkeys(_block(name, self.layers[name]) for name in leaves)
        models = {
            block: [name for name in leaves if name.startswith(f"{block}_")] for block in blocks if block
        }
        return models | {name: [name] for name in leaves}

    def freeze(self, phase: int) -> None:
        """Freeze the layers of a phase, and no others."""
        if not any(self.frozen):
            return
        self.restore()
        for name in self.frozen[phase]:
            if name in self.layers:
                self.layers[name].trainable = False

    def restore(self) -> None:
        """Let each layer be trained as it was built."""
        for layer, trainable in self.built:
            layer.trainable = trainable
        for variable, trainable in self.variables:  # LoRA trains only some of a layer
            if variable.trainable != trainable:
                variable.trainable = trainable

    def _trainable(self, phase: int) -> int:
        """The number of parameters that are trained in a phase; the layers are then frozen as in it."""
        self.freeze(phase)
        return sum(prod(each.shape) for each in self.model.trainable_variables)


def named_layers(model: keras.Model) -> dict[str, keras.layers.Layer]:
    """The layers of a model by name, those of models inside it with the names of these before them."""
    return dict(_named(model, ""))


def _named(model: keras.Model, before: str) -> Iterator[tuple[str, keras.layers.Layer]]:
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from _named(layer, f"{before}{layer.name}_")
        else:
            yield f"{before}{layer.name}", layer


def _names(layers: dict[str, keras.layers.Layer], plan: Plan) -> LayerNames:
    if plan.model.value.builder is None:
        return LayerNames.of(plan.model.value)
    inside = (_block(name, layer) for name, layer in layers.items())
    return LayerNames(tuple(layers), tuple(dict.fromkeys(filter(None, inside))))


def _block(name: str, layer: keras.layers.Layer) -> str:
    """The name of the model in the model that a layer is in; empty if it is in none."""
    return "" if name == layer.name else name.removesuffix(f"_{layer.name}")
