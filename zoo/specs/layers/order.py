"""Permute and RepeatVector: the same numbers in another order, or several times."""

from dataclasses import KW_ONLY
from typing import Annotated

from zoo.schema.composite import Order
from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.base import LayerDeclaration, Trace, require


@frozen
class Permute(LayerDeclaration):
    """The axes in another order: https://keras.io/api/layers/reshaping_layers/permute/.

    Attributes:
        dims: The axes of the input in the order of the output; 1 is the first after the batch.
        name: The name of the layer.
    """

    dims: Annotated[tuple[int, ...], Order()]
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """(a, b) → (b, a) for `dims` (2, 1)."""
        many = len(self.dims)
        require(len(shape) == many, "1 axis" if many == 1 else f"{many} axes, as in dims")
        return Trace(tuple(shape[axis - 1] for axis in self.dims))


@frozen
class RepeatVector(LayerDeclaration):
    """A vector several times: https://keras.io/api/layers/reshaping_layers/repeat_vector/.

    Attributes:
        n: How often.
        name: The name of the layer.
    """

    n: base.Count
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """(features,) → (n, features)."""
        require(len(shape) == 1, "a flat vector")
        return Trace((self.n, *shape))
