"""Permute and RepeatVector: the same numbers in another order, or several times."""

from collections.abc import Iterator
from dataclasses import KW_ONLY
from typing import Annotated

from zoo.schema.fields import Integer
from zoo.schema.keras_objects import Numbers
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

    dims: Annotated[tuple[int, ...], Numbers(Integer(1, 8))]
    _: KW_ONLY
    name: base.Name = None

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """Each axis is named once."""
        if sorted(self.dims) != list(range(1, len(self.dims) + 1)):
            yield f"dims={self.dims}", f"each number from 1 to {len(self.dims)} once"

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
