"""Embedding: a trained vector for each id."""

from dataclasses import KW_ONLY

from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.base import LayerDeclaration, Trace


@frozen
class Embedding(LayerDeclaration):
    """A trained vector for each id: https://keras.io/api/layers/core_layers/embedding/.

    Attributes:
        input_dim: The number of ids, from 0.
        output_dim: The number of elements of each vector.
        embeddings_initializer: An initializer, by name or as a table.
        embeddings_regularizer: A regularizer, by name or as a table.
        embeddings_constraint: A constraint, by name or as a table.
        mask_zero: Whether id 0 is padding, which later layers skip.
        name: The name of the layer.
    """

    input_dim: base.Count
    output_dim: base.Count
    embeddings_initializer: base.MatrixInitializer = "uniform"
    embeddings_regularizer: base.MatrixRegularizer = None
    embeddings_constraint: base.MatrixConstraint = None
    mask_zero: base.Switch = False
    _: KW_ONLY
    name: base.Name = None

    @property
    def masks(self) -> bool:
        """With `mask_zero`."""
        return self.mask_zero

    def trace(self, shape: base.Shape) -> Trace:
        """(…) → (…, output_dim)."""
        return Trace((*shape, self.output_dim), self.input_dim * self.output_dim)
