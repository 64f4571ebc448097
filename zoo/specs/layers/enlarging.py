"""The base class of transposed convolutions, whose output is larger than their input.

https://keras.io/api/layers/convolution_layers/convolution2d_transpose/
"""

from collections.abc import Iterator
from math import prod
from typing import Any

from zoo.specs.layers.axes import each, spatial
from zoo.specs.layers.base import Shape, Trace
from zoo.specs.layers.sliding import Windowed


class TransposedConvolution(Windowed):
    """The base class of Conv1DTranspose, Conv2DTranspose and Conv3DTranspose."""

    filters: int
    output_padding: Any

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """Keras allows either strides or dilation, and an output padding below the strides."""
        yield from super().conflicts()
        added, steps = self._each(self.output_padding or 0), self._each(self.strides)
        if self.output_padding is not None and any(
            more >= step for more, step in zip(added, steps, strict=True)
        ):
            found = f"output_padding={self.output_padding} and strides={self.strides}"
            yield found, "an output padding below the strides"

    def trace(self, shape: Shape) -> Trace:
        """(…, channels) → (…', filters). FLOPs: two for each weight at each place of the input."""
        sizes, channels = spatial(shape, self.spatial_axes)
        added = (None,) * len(sizes) if self.output_padding is None else self._each(self.output_padding)
        windows, steps, gaps = map(self._each, (self.kernel_size, self.strides, self.dilation_rate))
        each_axis = zip(sizes, windows, steps, gaps, added, strict=True)
        grown = tuple(
            _grown(size, 1 + (window - 1) * gap, step, self.padding, more)
            for size, window, step, gap, more in each_axis
        )
        kernel = self.window() * channels * self.filters
        parameters = kernel + self.filters * self.use_bias
        return Trace((*grown, self.filters), parameters, flops=2 * prod(sizes) * kernel)

    def _each(self, size: Any) -> tuple[int, ...]:
        return each(size, self.spatial_axes)


def _grown(size: int, extent: int, step: int, padding: str, more: int | None) -> int:
    """The size of the output along an axis, as Keras computes it."""
    if padding == "same":
        return size * step if more is None else (size - 1) * step + extent % 2 + more
    return (size - 1) * step + extent + (max(step - extent, 0) if more is None else more)
