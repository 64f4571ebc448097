"""Bidirectional, TimeDistributed and SpectralNormalization: layers around another layer."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, replace
from typing import Annotated, Any, ClassVar, Literal

from zoo.schema.fields import OneOf
from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.base import LayerDeclaration, Trace, require
from zoo.specs.layers.one_layer import OneLayer

RECURRENT = ("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "GRU", "LSTM", "SimpleRNN")
WITH_KERNEL = (
    *("Conv1D", "Conv1DTranspose", "Conv2D", "Conv2DTranspose", "Conv3D", "Conv3DTranspose"),
    *("Dense", "DepthwiseConv1D", "DepthwiseConv2D", "Embedding"),
)
MODES = ("concat", "sum", "mul", "ave")


class Wrapper(LayerDeclaration):
    """The base class of layers around another layer."""

    layer: LayerDeclaration
    holds: ClassVar[tuple[str, ...]] = ("layer",)

    own_axes: ClassVar[int] = 0
    """The axes before those of the layer inside."""

    @property
    def spatial_axes(self) -> int:  # type: ignore[override]  # a constant in most others
        """Those of the layer inside, and its own."""
        return self.layer.spatial_axes + self.own_axes if self.layer.spatial_axes else 0


@frozen
class Bidirectional(Wrapper):
    """A recurrent layer in both directions: https://keras.io/api/layers/recurrent_layers/bidirectional/.

    Attributes:
        layer: The recurrent layer, whose settings both directions have. In TOML, it is a table with its
            `type`; `--set` changes its settings as `bidirectional.layer.units`.
        merge_mode: How the two outputs are merged: "concat", "sum", "mul" or "ave".
        backward_layer: The layer of the backward direction, if it is another, with the other `go_backwards`.
        name: The name of the layer.

    Examples:
        ```python
        zoo.Bidirectional(zoo.LSTM(32, return_sequences=True), merge_mode="sum")
        ```
    """

    layer: Annotated[LayerDeclaration, OneLayer(RECURRENT)]
    merge_mode: Annotated[Literal["concat", "sum", "mul", "ave"], OneOf(MODES)] = "concat"
    backward_layer: Annotated[LayerDeclaration | None, OneLayer(RECURRENT, optional=True)] = None
    _: KW_ONLY
    name: base.Name = None

    holds = ("layer", "backward_layer")
    takes_steps = True

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """Keras expects outputs of the same shape from both directions."""
        forward, backward = vars(self.layer), vars(self.backward())
        if forward["go_backwards"] == backward["go_backwards"]:
            direction = str(forward["go_backwards"]).lower()
            wanted = "one of them to be true"
            if self.backward_layer is None:
                wanted = "it to be false, since the other direction is added"
            yield f"go_backwards = {direction} in both directions", wanted
        for name in ("return_sequences", "units", "filters"):
            there, back = forward.get(name), backward.get(name)
            if there is not None and back is not None and there != back:
                yield f"{name} = {there} and {back}", "the same in both directions"

    def backward(self) -> LayerDeclaration:
        """The layer of the backward direction."""
        other_way: dict[str, Any] = {"go_backwards": True}
        return self.backward_layer or replace(self.layer, **other_way)

    def trace(self, shape: base.Shape) -> Trace:
        """(steps, features) → the output of the layer; with "concat", its last axis twice as long.

        Parameters and FLOPs are those of both directions; merging is element-wise and not counted.
        """
        there, back = self.layer.trace(shape), self.backward().trace(shape)
        require(there.output_shape == back.output_shape, "layers whose outputs have one shape")
        *others, width = there.output_shape
        joined = 2 * width if self.merge_mode == "concat" else width
        return Trace((*others, joined), there.parameters + back.parameters, flops=there.flops + back.flops)


@frozen
class TimeDistributed(Wrapper):
    """The same layer at each step: https://keras.io/api/layers/recurrent_layers/time_distributed/.

    Attributes:
        layer: The layer, which gets one step after another. In TOML, it is a table with its `type`; `--set`
            changes its settings as `time_distributed.layer.units`.
        name: The name of the layer.

    Examples:
        ```python
        zoo.TimeDistributed(zoo.Conv2D(32, 3))
        ```
    """

    layer: Annotated[LayerDeclaration, OneLayer()]
    _: KW_ONLY
    name: base.Name = None

    own_axes = 1
    takes_steps = True

    def trace(self, shape: base.Shape) -> Trace:
        """(steps, …) → (steps, …'), where … → …' is the layer's.

        Parameters are counted once, since each step uses the same; FLOPs for each step.
        """
        require(len(shape) > 1, "at least 2 axes, of which the first is the steps")
        steps, *rest = shape
        step = self.layer.trace(tuple(rest))
        return replace(step, output_shape=(steps, *step.output_shape), flops=steps * step.flops)


@frozen
class SpectralNormalization(Wrapper):
    """A layer whose kernel is divided by its largest singular value in training.

    https://keras.io/api/layers/normalization_layers/spectral_normalization/

    Attributes:
        layer: A layer with a kernel, such as Dense or Conv2D, or an Embedding.
        power_iterations: The number of iterations that estimate the singular value.
        name: The name of the layer.

    Examples:
        ```python
        zoo.SpectralNormalization(zoo.Dense(32))
        ```
    """

    layer: Annotated[LayerDeclaration, OneLayer(WITH_KERNEL)]
    power_iterations: base.Count = 1
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """The shape of the layer's output; one further weight, not trained, for each column of its kernel.

        FLOPs are those of the layer: the kernel is only divided in training.
        """
        inside = self.layer.trace(shape)
        width = _width(self.layer, shape)
        return replace(
            inside, parameters=inside.parameters + width, non_trainable=inside.non_trainable + width
        )


def _width(layer: LayerDeclaration, shape: base.Shape) -> int:
    """The last axis of the kernel of a layer."""
    if layer.type.endswith("Transpose"):
        return shape[-1]
    settings: dict[str, Any] = vars(layer)
    columns = ("units", "filters", "output_dim", "depth_multiplier")
    return next(int(settings[name]) for name in columns if name in settings)
