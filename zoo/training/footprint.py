"""How many values a model holds at once while it predicts one example, from the shapes of its graph."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras

BATCH_MEMORY = 256 * 2**20
"""The bytes that a batch of predictions may take."""
SCORES = ("Attention", "AdditiveAttention", "MultiHeadAttention", "GroupedQueryAttention")
"""Layers that hold a score for each pair of positions, and head."""


def values_per_example(model: keras.Model) -> int:
    """The most values that a prediction of one example holds at the same time, weights aside.

    The layers are taken in the order of the graph. An output is held until the last layer that needs it is
    done. Nested models and layers in a TimeDistributed count with what they hold inside.
    """
    graph: Any = getattr(model, "_functional", None) or model
    by_depth = graph._nodes_by_depth  # noqa: SLF001 - Keras has no public view of a model's calls
    nodes = [node for depth in sorted(by_depth, reverse=True) for node in by_depth[depth]]
    last = {id(tensor): at for at, node in enumerate(nodes) for tensor in node.input_tensors}
    last |= {id(tensor): len(nodes) for tensor in graph.outputs}
    held, most = dict[int, int](), 0
    for at, node in enumerate(nodes):
        held |= {id(tensor): _values(tensor.shape) for tensor in node.output_tensors}
        most = max(most, sum(held.values()) + _inside(node))
        held = {key: many for key, many in held.items() if last.get(key, at) > at}
    return most


def batch_size(values: int, most: int) -> int:
    """The batch size for predictions of a model that holds this many float32 values for one example."""
    return max(1, min(most, BATCH_MEMORY // (4 * max(values, 1))))


def _values(shape: tuple[int | None, ...]) -> int:
    """The values of a tensor for one example; unknown axes count as one."""
    return math.prod(size or 1 for size in shape[1:])


def _inside(node: Any) -> int:
    """The values that a layer holds beside its output."""
    layer = node.operation
    kind = type(layer).__name__
    if kind in SCORES:
        heads: int = getattr(layer, "num_heads", getattr(layer, "num_query_heads", 1))
        return heads * _pairs(node)
    if kind == "TimeDistributed":
        steps = int(node.input_tensors[0].shape[1] or 1)
        return steps * (values_per_example(layer.layer) if _is_model(layer.layer) else 0)
    return values_per_example(layer) if _is_model(layer) else 0


def _is_model(layer: Any) -> bool:
    return hasattr(layer, "_nodes_by_depth") or hasattr(layer, "_functional")


def _pairs(node: Any) -> int:
    """The number of pairs of positions in the first two inputs of an attention layer, query and value."""
    query, value = node.input_tensors[0], node.input_tensors[min(1, len(node.input_tensors) - 1)]
    return math.prod(size or 1 for each in (query, value) for size in each.shape[1:-1])
