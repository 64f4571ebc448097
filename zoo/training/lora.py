"""LoRA: matrices of a low rank are trained in place of the kernels, and merged into these in the kept model.

A training has a model with these adapters. What it keeps, measures and saves is the plain model of the plan,
which loads with Keras alone, and is read as that of any other run.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import keras
import numpy as np

from zoo.errors import ZooError
from zoo.training import state
from zoo.training.frozen import named_layers
from zoo.training.head import head_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zoo.plan.plan import Plan
    from zoo.specs.architecture import LayerRow
    from zoo.weights.array import Array

PARTS = (
    ("_kernel", "lora_kernel_a", "lora_kernel_b"),
    ("_embeddings", "lora_embeddings_a", "lora_embeddings_b"),
)
"""The attributes of Keras's layers: the kernel, and the matrices whose product is added to it."""
NEVER = keras.layers.SpectralNormalization
"""Its kernel is assigned anew in each step."""


def adapt(model: keras.Model, plan: Plan) -> None:
    """Add adapters to all layers but the head, and freeze everything else, if the plan says so.

    The first matrices are drawn with seeds that follow from that of the plan; the second are zero, so that
    outputs stay the same. Raises ZooError if no layer can have adapters.
    """
    rank = plan.train.lora
    if rank is None:
        return
    layers = named_layers(model)
    head = head_of(plan, layers)
    places = iter(range(2**32))
    seeds = ((plan.train.seed + place) % 2**32 for place in places)
    try:
        adapted = [_adapted(layer, rank, seeds) for name, layer in layers.items() if name != head]
    except ValueError as error:
        raise ZooError(f"{plan.model.name} can't be trained with LoRA: {error}") from None
    if not any(adapted):
        raise ZooError(f"{plan.model.name} has no layer for LoRA besides its head; see --lora")


def _adapted(layer: Any, rank: int, seeds: Iterator[int]) -> bool:
    """Add adapters to a layer or to those in it; freeze the rest, also the means of BatchNormalization."""
    if hasattr(layer, "enable_lora"):
        own = [*layer.variables]
        layer.enable_lora(rank, a_initializer=keras.initializers.HeUniform(next(seeds)))
        is_any = True
    else:
        own = [*layer._trainable_variables]  # noqa: SLF001 - without those of the layers in it
        inside = [] if isinstance(layer, NEVER) else layer._layers  # noqa: SLF001 - Keras's loader visits them so
        adapted = [_adapted(each, rank, seeds) for each in inside]
        is_any = any(adapted)
    if not is_any:
        layer.trainable = False
    for variable in own:
        variable.trainable = False
    return is_any


def merged(model: keras.Model) -> tuple[Array, ...]:
    """The variables of the model without adapters, which are merged into the kernels."""
    kernels, matrices = {}, set()
    for layer in model._flatten_layers():  # noqa: SLF001 - nested layers, too
        if not getattr(layer, "lora_enabled", False):
            continue
        kernel, one, two = next(
            tuple(getattr(layer, name) for name in names) for names in PARTS if hasattr(layer, names[0])
        )
        kernels[id(kernel)] = _sum(kernel, one, two, layer.lora_alpha / layer.lora_rank)
        matrices |= {id(one), id(two)}
    left = [each for each in model.variables if id(each) not in matrices]
    arrays = state.arrays_of(left)
    return tuple(
        replace(array, content=kernels[id(variable)]) if id(variable) in kernels else array
        for variable, array in zip(left, arrays, strict=True)
    )


def _sum(kernel: Any, one: Any, two: Any, scale: float) -> bytes:
    """The kernel with the product of the matrices, computed in float32, in the precision of the kernel."""
    values = [keras.ops.convert_to_numpy(each.value) for each in (kernel, one, two)]
    whole = values[0].astype(np.float32) + np.float32(scale) * (values[1] @ values[2])
    return np.ascontiguousarray(whole.astype(values[0].dtype)).tobytes()


def without_adapters(model: keras.Model, rows: Sequence[LayerRow]) -> tuple[LayerRow, ...]:
    """The layers of a built model with the counts of the kept model, and of what is trained."""
    layers = {layer.name: layer for layer in model.layers}
    return tuple(_counted(row, layers[row.name]) for row in rows)


def _counted(row: LayerRow, layer: keras.layers.Layer) -> LayerRow:
    trained = sum(int(np.prod(each.shape)) for each in layer.trainable_variables)
    adapters = sum(int(np.prod(each.shape)) for each in layer.variables if "lora_" in each.name)
    return replace(row, parameters=row.parameters - adapters, trained=trained)
