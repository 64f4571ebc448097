"""Masks of steps: which layers make them, pass them on, and can't take them. All as Keras's layers do.

A mask has a shape without the batch axis, as other shapes here: (steps,) for sequences of (steps, features).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.specs.layers.base import LayerDeclaration, Shape

PASS_IT_ON = frozenset(
    "Activation ActivityRegularization AlphaDropout BatchNormalization Dense Dropout ELU GaussianDropout "
    "GaussianNoise GroupNormalization Identity LayerNormalization LeakyReLU Normalization PReLU ReLU "
    "Rescaling Softmax SpatialDropout1D SpatialDropout2D SpatialDropout3D TimeDistributed "
    "UnitNormalization".split()
)
"""The layers whose output has the mask of their input."""
QUERIES = frozenset(("AdditiveAttention", "Attention", "GroupQueryAttention", "MultiHeadAttention"))
"""The layers whose output has the mask of their first input."""
WITH_VECTORS = frozenset(("Concatenate", "Maximum", "Minimum", "Multiply"))
"""The layers of several inputs that bring a mask to the shape of its input."""
AROUND = frozenset(("Bidirectional", "TimeDistributed"))
"""The layers that give the layer in them the mask."""
RECURRENT = frozenset(("GRU", "LSTM", "SimpleRNN"))
"""The layers that take a mask of steps, also as (steps, 1)."""


class Mask(NamedTuple):
    """A mask: its shape, and the name of the layer that made it."""

    shape: Shape
    layer: str


class WrongMask(Exception):
    """A mask that a layer can't take, so that Keras fails when it builds or trains the model.

    `found` says which; `wanted` is the mask that works.
    """

    def __init__(self, layer: LayerDeclaration, path: str, mask: Mask, wanted: str) -> None:
        """`path` is that of the layer, from a layer around it."""
        self.found = f"{path} ({layer.type}) can't take the mask {mask.shape} of {mask.layer}"
        self.wanted = wanted
        super().__init__(f"{self.found}; wanted {wanted}")


def mask_of(
    layer: LayerDeclaration, shapes: Sequence[Shape], masks: Sequence[Mask | None], output: Shape
) -> Mask | None:
    """The mask of a layer's output; None if there is none, or if only Keras knows it.

    Args:
        layer: The layer.
        shapes: The shapes of its inputs.
        masks: The masks of its inputs.
        output: The shape of its output.

    Raises:
        WrongMask: The layer can't take the mask of an input.
    """
    if layer.masks:
        return Mask(output[:-1], str(layer.name))
    if layer.arity != (1, 1):
        return _merged(layer, shapes, masks, output)
    (shape,), (mask,) = shapes, masks
    if mask is None:
        return None
    _check(layer, str(layer.name), shape, mask, output)
    return mask if layer.type in PASS_IT_ON or _returns_sequences(layer) else None


def _check(layer: LayerDeclaration, path: str, shape: Shape, mask: Mask, output: Shape) -> None:
    """Raise WrongMask if a layer with one input, or the layer in it, can't take this mask."""
    if wanted := _wanted(layer, shape, mask.shape, output):
        raise WrongMask(layer, path, mask, wanted)
    if layer.type == "TimeDistributed":  # each step has the rest of the mask
        shape, mask, output = shape[1:], mask._replace(shape=mask.shape[1:]), output[1:]
    if layer.type in AROUND:
        _check(next(layer.held())[1], f"{path}.layer", shape, mask, output)


def _wanted(layer: LayerDeclaration, shape: Shape, mask: Shape, output: Shape) -> str:
    """The mask that works in place of one that a layer can't take; nothing if it can."""
    if layer.type == "Softmax" and not _is_repeated(mask, shape):
        return "none, or an Activation of softmax, which takes any"
    if layer.type == "BatchNormalization" and not _fits(mask, shape):
        return f"{shape[:-1]}, or a LayerNormalization, which takes any"
    steps = shape[:1]
    if (
        (layer.type in RECURRENT and mask not in (steps, (*steps, 1)))
        or (layer.type == "GlobalAveragePooling1D" and mask != steps)
        or (layer.type == "TimeDistributed" and mask[:1] != steps)
    ):
        return f"{steps}, of its steps"
    if layer.type.startswith("ConvLSTM"):
        most = (*steps, *output[1 - len(shape) : -1])
        if mask[:1] != steps or not _is_repeated(mask, most[: len(mask)]):
            return f"{steps}, of its steps, or {most}, of the places of its output too"
    return ""


def _fits(mask: Shape, shape: Shape) -> bool:
    """Whether a mask has a value for each vector of features, after it is broadcast."""
    return _is_repeated(mask, shape[:-1])


def _is_repeated(mask: Shape, whole: Shape) -> bool:
    """Whether a mask has these sizes, or 1 in place of them."""
    return len(mask) == len(whole) and all(size in (1, full) for size, full in zip(mask, whole, strict=True))


def _merged(
    layer: LayerDeclaration, shapes: Sequence[Shape], masks: Sequence[Mask | None], output: Shape
) -> Mask | None:
    """The mask of the output of a layer with several inputs."""
    found = [mask for mask in masks if mask is not None]
    if not found or layer.type == "Dot":
        return None
    if layer.type in WITH_VECTORS or layer.type in QUERIES:
        for shape, mask in zip(shapes, masks, strict=False):
            if mask is not None and not _fits(mask.shape, shape):
                raise WrongMask(layer, str(layer.name), mask, f"{shape[:-1]}")
    if layer.type in QUERIES:
        return masks[0]
    if len(found) < len(masks) and layer.type != "Concatenate":
        return None
    if layer.type in WITH_VECTORS:
        return Mask(output[:-1], found[0].layer)
    whole = tuple(map(max, zip(*(mask.shape for mask in found), strict=False)))
    for mask in found:
        if not _is_repeated(mask.shape, whole):
            raise WrongMask(layer, str(layer.name), mask, f"the same for each input, as {found[0].shape}")
    return found[0]._replace(shape=whole)


def _returns_sequences(layer: LayerDeclaration) -> bool:
    inside = next(layer.held())[1] if layer.type == "Bidirectional" else layer
    return bool(vars(inside).get("return_sequences"))
