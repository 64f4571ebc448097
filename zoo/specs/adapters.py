"""LoRA: the kernels to which Keras's `enable_lora` adds the product of two trained matrices of a low rank.

https://arxiv.org/abs/2106.09685
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from zoo.specs.layers.attention import GroupQueryAttention, MultiHeadAttention
from zoo.specs.layers.axes import each
from zoo.specs.layers.core import Dense
from zoo.specs.layers.einsum import EinsumDense
from zoo.specs.layers.embedding import Embedding
from zoo.specs.layers.head import Head
from zoo.specs.layers.sliding import Convolution
from zoo.specs.layers.wrapping import TimeDistributed

if TYPE_CHECKING:
    from zoo.specs.architecture import Architecture
    from zoo.specs.layers.base import LayerDeclaration, Shape
    from zoo.specs.model import ModelSpec

CONSTRAINTS = ("kernel_constraint", "embeddings_constraint")
"""Settings of a layer with which Keras does not add matrices to its kernel."""


def adapters_of(spec: ModelSpec, known: Architecture, rank: int) -> dict[str, int]:
    """How many numbers the matrices of this rank have, by the names of the layers that get some.

    The head gets none: it is trained itself.
    """
    declared = {layer.name: layer for layer in spec.flat if not isinstance(layer, Head)}
    shapes: dict[str, Shape | None] = {"input": known.input_shape}
    found, before = {}, "input"
    for row in known.layers:
        of_inputs = [shapes[name] for name in row.inputs or (before,)]
        shapes[row.name], before = row.output_shape, row.name
        if row.name in declared and None not in of_inputs:
            kernels = kernels_of(declared[row.name], *of_inputs)  # type: ignore[arg-type]  # none is None
            found[row.name] = sum(rank * (prod(kernel[:-1]) + kernel[-1]) for kernel in kernels)
    return {name: many for name, many in found.items() if many}


def kernels_of(layer: LayerDeclaration, shape: Shape, *others: Shape) -> list[Shape]:
    """The shapes of the kernels of a layer, and of those inside it, that may get matrices."""
    found: list[Shape] = []
    match layer:
        case Dense():
            found = [(shape[-1], layer.units)]
        case Embedding():
            found = [(layer.input_dim, layer.output_dim)]
        case EinsumDense():
            found = [layer.kernel(shape)]
        case Convolution():
            window = each(layer.kernel_size, layer.spatial_axes)
            found = [(*window, shape[-1] // layer.groups, layer.filters)]
        case TimeDistributed():
            found = kernels_of(layer.layer, shape[1:])
        case MultiHeadAttention() | GroupQueryAttention():
            found = _projections(layer, shape, *others)
    return found


def constrained(layer: LayerDeclaration) -> str:
    """The constraint of a layer, or of one inside it, that would get matrices; empty if there is none."""
    if isinstance(layer, TimeDistributed):
        return constrained(layer.layer)
    kinds = (Dense, Embedding, EinsumDense, Convolution, MultiHeadAttention, GroupQueryAttention)
    has = (name for name in CONSTRAINTS if getattr(layer, name, None) is not None)
    return next(has, "") if isinstance(layer, kinds) else ""


def _projections(
    layer: MultiHeadAttention | GroupQueryAttention, query: Shape, value: Shape, key: Shape | None = None
) -> list[Shape]:
    """The kernels of query, key, value, output and, if there is one, gate."""
    key = key or value
    if isinstance(layer, MultiHeadAttention):
        heads = shared = layer.num_heads
        size, width = layer.key_dim, layer.value_dim or layer.key_dim
        output = layer.output_shape or query[-1]
    else:
        heads, shared = layer.num_query_heads, layer.num_key_value_heads
        size = width = layer.head_dim
        output = query[-1]
    inside = [(query[-1], heads, size), (key[-1], shared, size), (value[-1], shared, width)]
    gate = [(query[-1], heads, width)] * layer.use_gate
    return [*inside, (heads, width, output), *gate]
