"""A window that slides over one, two or three axes: the base classes of convolutions and poolings.

https://keras.io/api/layers/convolution_layers/ and https://keras.io/api/layers/pooling_layers/
"""

from collections.abc import Iterator
from math import prod
from typing import Any

from zoo.specs.layers.axes import each, spatial
from zoo.specs.layers.base import LayerDeclaration, Shape, Trace, require

UNITS = {1: "steps", 2: "pixels", 3: "voxels"}
"""The elements of an input with so many axes."""
Along = int | tuple[int, ...]
"""A size along each axis; a single number is used for all."""


def slide(sizes: Shape, window: Along, strides: Along, padding: str, dilation: Along = 1) -> Shape:
    """The sizes of the output of a window that slides over an input of these sizes."""
    axes = len(sizes)
    windows, steps, gaps = each(window, axes), each(strides, axes), each(dilation, axes)
    if padding != "valid":
        return tuple(-(-size // step) for size, step in zip(sizes, steps, strict=True))
    extents = [1 + (size - 1) * gap for size, gap in zip(windows, gaps, strict=True)]
    fits = all(size >= extent for size, extent in zip(sizes, extents, strict=True))
    require(fits, f"at least {'×'.join(map(str, extents))} {UNITS[axes]}")
    return tuple(
        (size - extent) // step + 1 for size, extent, step in zip(sizes, extents, steps, strict=True)
    )


class Sliding(LayerDeclaration):
    """The base class of layers with a window; the channel axis is the last."""

    def arguments(self) -> dict[str, Any]:
        """The channel axis is last, whatever Keras's configuration says."""
        return {"data_format": "channels_last"}


class Windowed(Sliding):
    """The base class of convolutions."""

    kernel_size: Any
    strides: Any
    padding: str
    dilation_rate: Any
    use_bias: bool

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """Keras allows either strides or dilation."""
        axes = self.spatial_axes
        if max(each(self.strides, axes)) > 1 and max(each(self.dilation_rate, axes)) > 1:
            found = f"strides={self.strides} and dilation_rate={self.dilation_rate}"
            yield found, "one of them to be 1"

    def left(self, sizes: Shape) -> Shape:
        """The sizes of the output."""
        return slide(sizes, self.kernel_size, self.strides, self.padding, self.dilation_rate)

    def window(self) -> int:
        """The number of elements in the window."""
        return prod(each(self.kernel_size, self.spatial_axes))


class Convolution(Windowed):
    """The base class of Conv1D, Conv2D and Conv3D."""

    filters: int
    groups: int

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """Keras allows either strides or dilation, and filters that the groups divide."""
        yield from super().conflicts()
        if self.filters % self.groups:
            yield f"filters={self.filters} and groups={self.groups}", "filters that the groups divide"

    def trace(self, shape: Shape) -> Trace:
        """(…, channels) → (…', filters). FLOPs: two for each weight of the window at each place."""
        sizes, channels = spatial(shape, self.spatial_axes)
        require(channels % self.groups == 0, f"channels that {self.groups} groups divide")
        left = self.left(sizes)
        kernel = self.window() * channels // self.groups * self.filters
        return Trace(
            (*left, self.filters), kernel + self.filters * self.use_bias, flops=2 * prod(left) * kernel
        )


class DepthwiseConvolution(Windowed):
    """The base class of DepthwiseConv1D and DepthwiseConv2D."""

    depth_multiplier: int

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """Keras builds it with strides and dilation."""
        return iter(())

    def trace(self, shape: Shape) -> Trace:
        """(…, channels) → (…', channels · depth_multiplier). FLOPs: two for each weight at each place."""
        sizes, channels = spatial(shape, self.spatial_axes)
        left, filters = self.left(sizes), channels * self.depth_multiplier
        kernel = self.window() * filters
        return Trace((*left, filters), kernel + filters * self.use_bias, flops=2 * prod(left) * kernel)


class SeparableConvolution(Windowed):
    """The base class of SeparableConv1D and SeparableConv2D."""

    filters: int
    depth_multiplier: int

    def trace(self, shape: Shape) -> Trace:
        """(…, channels) → (…', filters). FLOPs: two for each weight of both convolutions at each place."""
        sizes, channels = spatial(shape, self.spatial_axes)
        left, between = self.left(sizes), channels * self.depth_multiplier
        kernels = self.window() * between + between * self.filters
        parameters = kernels + self.filters * self.use_bias
        return Trace((*left, self.filters), parameters, flops=2 * prod(left) * kernels)


class Pooling(Sliding):
    """The base class of pooling with a window."""

    pool_size: Any
    strides: Any
    padding: str

    def trace(self, shape: Shape) -> Trace:
        """(…, channels) → (…', channels)."""
        sizes, channels = spatial(shape, self.spatial_axes)
        strides = self.pool_size if self.strides is None else self.strides
        return Trace((*slide(sizes, self.pool_size, strides, self.padding), channels))


class GlobalPooling(Sliding):
    """The base class of pooling over all steps, pixels or voxels."""

    keepdims: bool

    def trace(self, shape: Shape) -> Trace:
        """(…, channels) → (channels,), or (1, …, channels) with `keepdims`."""
        sizes, channels = spatial(shape, self.spatial_axes)
        return Trace((*(1 for _ in sizes if self.keepdims), channels))
