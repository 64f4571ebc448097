"""STFTSpectrogram, for waves."""

from collections.abc import Iterator
from dataclasses import KW_ONLY
from typing import Annotated, Any, Literal

from zoo.schema.composite import Optional
from zoo.schema.fields import Integer, OneOf
from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.axes import spatial
from zoo.specs.layers.base import LayerDeclaration, Trace
from zoo.specs.layers.sliding import slide

MODES = ("log", "magnitude", "psd", "real", "imag", "angle", "stft")
WINDOWS = ("hann", "hamming", "blackman", "bartlett", "boxcar", "blackmanharris", "nuttall", "cosine")
Length = Annotated[int | None, Optional(Integer(1))]


@frozen
class STFTSpectrogram(LayerDeclaration):
    """The spectrum of each stretch of a wave: https://keras.io/api/layers/preprocessing_layers/audio_preprocessing/stft_spectrogram/.

    Its weights begin as a Fourier transform, and are trained. A wave without a channel axis gets one.

    Attributes:
        mode: "log", "magnitude", "psd", "real", "imag", "angle" or "stft", which is real and imaginary part.
        frame_length: The length of a stretch, in steps.
        frame_step: The steps between two stretches; None is half of `frame_length`.
        fft_length: The length of the transform; None is the next power of two.
        window: The name of a window function.
        periodic: Whether the window is periodic.
        scaling: "density", "spectrum" or None.
        padding: "valid" or "same".
        expand_dims: Whether the frequencies are an axis of their own, so that the output is an image.
        name: The name of the layer.
    """

    mode: Annotated[Literal["log", "magnitude", "psd", "real", "imag", "angle", "stft"], OneOf(MODES)] = "log"
    frame_length: base.Count = 256
    frame_step: Length = None
    fft_length: Length = None
    window: Annotated[str, OneOf(WINDOWS)] = "hann"
    periodic: base.Switch = False
    scaling: Annotated[Literal["density", "spectrum"] | None, Optional(OneOf(("density", "spectrum")))] = (
        "density"
    )
    padding: base.Padding = "valid"
    expand_dims: base.Switch = False
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 1

    def arguments(self) -> dict[str, Any]:
        """The channel axis is last, whatever Keras's configuration says."""
        return {"data_format": "channels_last"}

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """Keras's limits of the lengths."""
        if (self.frame_step or self.frame_length // 2) not in range(1, self.frame_length + 1):
            found = f"frame_step={self.frame_step} and frame_length={self.frame_length}"
            yield found, "a step from 1 to the length"
        if self.fft_length is not None and self.fft_length < self.frame_length:
            found = f"fft_length={self.fft_length} and frame_length={self.frame_length}"
            yield found, "fft_length to be at least frame_length"

    def trace(self, shape: base.Shape) -> Trace:
        """(steps, channels) → (steps', frequencies · channels), or (steps', frequencies, channels).

        FLOPs: two for each weight at each place of the output and each channel.
        """
        sizes, channels = spatial(shape, 1)
        step = self.frame_step or self.frame_length // 2
        (steps,) = slide(sizes, self.frame_length, step, self.padding)
        fft_length = self.fft_length or 1 << (self.frame_length - 1).bit_length()
        bins = fft_length // 2 + 1
        kernels = self.frame_length * bins * (1 if self.mode in ("real", "imag") else 2)
        width = bins * (2 if self.mode == "stft" else 1)
        output = (steps, width, channels) if self.expand_dims else (steps, width * channels)
        return Trace(output, kernels, flops=2 * steps * channels * kernels)
