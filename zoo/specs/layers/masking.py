"""Masking, Identity and ActivityRegularization, which leave their input as it is."""

from dataclasses import KW_ONLY
from typing import Annotated

from zoo.schema.fields import Number
from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.base import LayerDeclaration, Trace

Penalty = Annotated[float, Number(0)]


class Unchanged(LayerDeclaration):
    """The base class of layers whose output has the shape of their input, and that have no weights."""

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged."""
        return Trace(shape)


@frozen
class Masking(Unchanged):
    """Steps that later layers skip: https://keras.io/api/layers/core_layers/masking/.

    A step is skipped if all its features equal `mask_value`, which is compared with what reaches the layer,
    after the data is scaled. Recurrent layers, attention, GlobalAveragePooling1D and merges use the mask;
    others such as Flatten and convolutions do not pass it on.

    Attributes:
        mask_value: The value of all features of a step that is skipped.
        name: The name of the layer.
    """

    mask_value: Annotated[float, Number()] = 0.0
    _: KW_ONLY
    name: base.Name = None

    @property
    def masks(self) -> bool:
        """It always has."""
        return True


@frozen
class Identity(Unchanged):
    """The input itself: https://keras.io/api/layers/core_layers/identity/.

    Attributes:
        name: The name of the layer.
    """

    _: KW_ONLY
    name: base.Name = None


@frozen
class ActivityRegularization(Unchanged):
    """A penalty on the input, added to the loss: https://keras.io/api/layers/regularization_layers/activity_regularization/.

    Attributes:
        l1: The factor of the sum of absolute values.
        l2: The factor of the sum of squares.
        name: The name of the layer.
    """

    l1: Penalty = 0.0
    l2: Penalty = 0.0
    _: KW_ONLY
    name: base.Name = None
