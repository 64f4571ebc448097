"""CenterCrop, Resizing, AutoContrast and ContrastLimitedAdaptiveHistogramEqualization, for images.

They change each image alone, and the same way in training and prediction.
"""

from collections.abc import Iterator
from dataclasses import KW_ONLY
from typing import Annotated, Any, Literal

from zoo.schema.composite import Sizes
from zoo.schema.fields import Number, OneOf
from zoo.schema.keras_objects import Numbers
from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.axes import spatial
from zoo.specs.layers.base import LayerDeclaration, Trace

INTERPOLATIONS = ("bilinear", "nearest", "bicubic", "lanczos3", "lanczos5")
Range = Annotated[tuple[float, ...], Numbers(Number())]
PAIR = 2


class Image(LayerDeclaration):
    """The base class of layers of images, without weights."""

    spatial_axes = 2

    def arguments(self) -> dict[str, Any]:
        """The channel axis is last, whatever Keras's configuration says."""
        return {"data_format": "channels_last"}

    def trace(self, shape: base.Shape) -> Trace:
        """(height, width, channels) is unchanged."""
        spatial(shape, self.spatial_axes)
        return Trace(shape)


class Sized(Image):
    """The base class of layers with an output of a given size."""

    height: int
    width: int

    def trace(self, shape: base.Shape) -> Trace:
        """(…, …, channels) → (height, width, channels)."""
        _, channels = spatial(shape, self.spatial_axes)
        return Trace((self.height, self.width, channels))


class Ranged(Image):
    """The base class of layers that know the range of the values."""

    value_range: tuple[float, ...]

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """Keras wants two values."""
        if len(self.value_range) != PAIR or self.value_range[0] == self.value_range[1]:
            yield f"value_range={list(self.value_range)}", "the lowest and the highest value, as [0, 1]"


@frozen
class CenterCrop(Sized):
    """The middle of images: https://keras.io/api/layers/preprocessing_layers/image_preprocessing/center_crop/.

    A smaller image is enlarged first. An image without a channel axis gets one.

    Attributes:
        height: The height of the output, in pixels.
        width: The width of the output, in pixels.
        name: The name of the layer.
    """

    height: base.Count
    width: base.Count
    _: KW_ONLY
    name: base.Name = None


@frozen
class Resizing(Sized):
    """Images in another size: https://keras.io/api/layers/preprocessing_layers/image_preprocessing/resizing/.

    An image without a channel axis gets one.

    Attributes:
        height: The height of the output, in pixels.
        width: The width of the output, in pixels.
        interpolation: "bilinear", "nearest", "bicubic", "lanczos3" or "lanczos5".
        crop_to_aspect_ratio: Whether the image is cropped, so that its proportions are kept.
        pad_to_aspect_ratio: Whether the image is padded, so that its proportions are kept.
        fill_value: The value of added pixels.
        antialias: Whether the image is smoothed before it is made smaller.
        name: The name of the layer.
    """

    height: base.Count
    width: base.Count
    interpolation: Annotated[
        Literal["bilinear", "nearest", "bicubic", "lanczos3", "lanczos5"], OneOf(INTERPOLATIONS)
    ] = "bilinear"
    crop_to_aspect_ratio: base.Switch = False
    pad_to_aspect_ratio: base.Switch = False
    fill_value: Annotated[float, Number()] = 0.0
    antialias: base.Switch = False
    _: KW_ONLY
    name: base.Name = None

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """Keras crops or pads."""
        if self.crop_to_aspect_ratio and self.pad_to_aspect_ratio:
            yield "crop_to_aspect_ratio and pad_to_aspect_ratio", "one of them to be false"


@frozen
class AutoContrast(Ranged):
    """Values stretched to their whole range, each channel of each image alone.

    https://keras.io/api/layers/preprocessing_layers/image_augmentation/auto_contrast/

    Attributes:
        value_range: The lowest and the highest value of what reaches the layer: [0, 1] for images that are
            divided by 255.
        name: The name of the layer.
    """

    value_range: Range = (0, 255)
    _: KW_ONLY
    name: base.Name = None


@frozen
class ContrastLimitedAdaptiveHistogramEqualization(Ranged):
    """Contrast made equal in all parts of each image.

    https://keras.io/api/layers/preprocessing_layers/image_preprocessing/contrast_limited_adaptive_histogram_equalization/

    Attributes:
        value_range: The lowest and the highest value of what reaches the layer: [0, 1] for images that are
            divided by 255.
        clip_limit: How much the contrast may grow.
        tile_grid_size: The number of parts along height and width.
        name: The name of the layer.
    """

    value_range: Range = (0, 255)
    clip_limit: Annotated[float, Number(0, above=True)] = 4.0
    tile_grid_size: Annotated[int | tuple[int, int], Sizes()] = (8, 8)
    _: KW_ONLY
    name: base.Name = None
