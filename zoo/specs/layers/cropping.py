"""Cropping1D, Cropping2D and Cropping3D."""

from dataclasses import KW_ONLY
from typing import Any

from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.margins import Cropping, Margins1D, Margins2D, Margins3D


@frozen
class Cropping1D(Cropping):
    """Values cut off at the sides: https://keras.io/api/layers/reshaping_layers/cropping1d/.

    A sequence without a channel axis gets one.

    Attributes:
        cropping: How many are cut off: one number for both sides, or (before, after).
        name: The name of the layer.
    """

    cropping: Margins1D = (1, 1)
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 1


@frozen
class Cropping2D(Cropping):
    """Values cut off at the sides: https://keras.io/api/layers/reshaping_layers/cropping2d/.

    An image without a channel axis gets one.

    Attributes:
        cropping: How many are cut off: one number for all sides, or for each axis a number or (before,
            after).
        name: The name of the layer.
    """

    cropping: Margins2D = ((0, 0), (0, 0))
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 2

    def arguments(self) -> dict[str, Any]:
        """The channel axis is last, whatever Keras's configuration says."""
        return {"data_format": "channels_last"}


@frozen
class Cropping3D(Cropping):
    """Values cut off at the sides: https://keras.io/api/layers/reshaping_layers/cropping3d/.

    A volume without a channel axis gets one.

    Attributes:
        cropping: How many are cut off: one number for all sides, or for each axis a number or (before,
            after).
        name: The name of the layer.
    """

    cropping: Margins3D = ((1, 1), (1, 1), (1, 1))
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 3

    def arguments(self) -> dict[str, Any]:
        """The channel axis is last, whatever Keras's configuration says."""
        return {"data_format": "channels_last"}
