"""ZeroPadding1D, ZeroPadding2D and ZeroPadding3D."""

from dataclasses import KW_ONLY
from typing import Any

from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.margins import Margins1D, Margins2D, Margins3D, ZeroPadding


@frozen
class ZeroPadding1D(ZeroPadding):
    """Zeros around the values: https://keras.io/api/layers/reshaping_layers/zero_padding1d/.

    A sequence without a channel axis gets one.

    Attributes:
        padding: How many zeros: one number for both sides, or (before, after).
        name: The name of the layer.
    """

    padding: Margins1D = 1
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 1

    def arguments(self) -> dict[str, Any]:
        """The channel axis is last, whatever Keras's configuration says."""
        return {"data_format": "channels_last"}


@frozen
class ZeroPadding2D(ZeroPadding):
    """Zeros around the values: https://keras.io/api/layers/reshaping_layers/zero_padding2d/.

    An image without a channel axis gets one.

    Attributes:
        padding: How many zeros: one number for all sides, or for each axis a number or (before, after).
        name: The name of the layer.
    """

    padding: Margins2D = (1, 1)
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 2

    def arguments(self) -> dict[str, Any]:
        """The channel axis is last, whatever Keras's configuration says."""
        return {"data_format": "channels_last"}


@frozen
class ZeroPadding3D(ZeroPadding):
    """Zeros around the values: https://keras.io/api/layers/reshaping_layers/zero_padding3d/.

    A volume without a channel axis gets one.

    Attributes:
        padding: How many zeros: one number for all sides, or for each axis a number or (before, after).
        name: The name of the layer.
    """

    padding: Margins3D = ((1, 1), (1, 1), (1, 1))
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 3

    def arguments(self) -> dict[str, Any]:
        """The channel axis is last, whatever Keras's configuration says."""
        return {"data_format": "channels_last"}
