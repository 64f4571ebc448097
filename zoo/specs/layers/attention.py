"""Attention: each step of a sequence is computed from all steps of another, or of itself."""

from dataclasses import KW_ONLY
from typing import Annotated, ClassVar, Literal

from zoo.schema.composite import Optional
from zoo.schema.fields import Integer, Number, OneOf
from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.base import LayerDeclaration, Shape, Trace, require
from zoo.specs.layers.weights import initializers

STEPS = "query and value of shape (steps, features)"
RANK = 3
"""That of the kernels: features, heads and the size of a head."""
Rate = Annotated[float, Number(0, 1, below=True)]


def _steps(shapes: tuple[Shape, ...]) -> tuple[Shape, Shape, Shape]:
    """The shapes of query, value and key, which is the value by default; WrongShape if they don't fit."""
    query, value, key = (*shapes, shapes[-1])[:3]
    require(all(len(each) == 2 for each in (query, value, key)), STEPS)  # noqa: PLR2004 - steps and features
    require(key[0] == value[0], "as many steps in key as in value")
    return query, value, key


@frozen
class Attention(LayerDeclaration):
    """Dot-product attention: https://keras.io/api/layers/attention_layers/attention/.

    Attributes:
        use_scale: Whether the scores are multiplied by a trained number.
        score_mode: "dot", or "concat" for the hyperbolic tangent of the sum of query and key.
        dropout: The fraction of the scores that are dropped in training.
        inputs: The names of query, value and, if it is not the value, key.
        name: The name of the layer.
    """

    use_scale: base.Switch = False
    score_mode: Annotated[Literal["dot", "concat"], OneOf(("dot", "concat"))] = "dot"
    dropout: Rate = 0.0
    _: KW_ONLY
    name: base.Name = None

    arity: ClassVar[tuple[int, int | None]] = (2, 3)

    def trace(self, shape: Shape, *others: Shape) -> Trace:
        """Query (steps, features), value (others, size) → (steps, size). FLOPs: two for each product."""
        query, value, key = _steps((shape, *others))
        require(query[1] == key[1], "the same features in query and key")
        pairs = query[0] * value[0]
        flops = 2 * pairs * (value[1] + query[1] * (self.score_mode == "dot"))
        weights = self.use_scale + (self.score_mode == "concat")
        return Trace((query[0], value[1]), weights, flops=flops)


@frozen
class MultiHeadAttention(LayerDeclaration):
    """Attention with several heads: https://keras.io/api/layers/attention_layers/multi_head_attention/.

    Attributes:
        num_heads: The number of heads.
        key_dim: The size of each head for query and key.
        value_dim: The size of each head for value; None is `key_dim`.
        dropout: The fraction of the scores that are dropped in training.
        use_bias: Whether the projections have a bias.
        output_shape: The features of the output; None is those of the query.
        kernel_initializer: An initializer, by name or as a table.
        bias_initializer: An initializer, by name or as a table.
        kernel_regularizer: A regularizer, by name or as a table.
        bias_regularizer: A regularizer, by name or as a table.
        activity_regularizer: A regularizer, by name or as a table.
        kernel_constraint: A constraint, by name or as a table.
        bias_constraint: A constraint, by name or as a table.
        use_gate: Whether the output is multiplied by a trained gate of the query.
        inputs: The names of query, value and, if it is not the value, key. A layer that attends to itself is
            both query and value.
        name: The name of the layer.

    Example:
        ```python
        zoo.MultiHeadAttention(4, key_dim=32, inputs=("norm", "norm"))
        ```
    """

    num_heads: base.Count
    key_dim: base.Count
    value_dim: Annotated[int | None, Optional(Integer(1))] = None
    dropout: Rate = 0.0
    use_bias: base.Switch = True
    output_shape: Annotated[int | None, Optional(Integer(1))] = None
    kernel_initializer: Annotated[base.ConfiguredValue, initializers(RANK)] = "glorot_uniform"
    bias_initializer: base.BiasInitializer = "zeros"
    kernel_regularizer: base.Regularizer = None
    bias_regularizer: base.Regularizer = None
    activity_regularizer: base.Regularizer = None
    kernel_constraint: base.BiasConstraint = None
    bias_constraint: base.BiasConstraint = None
    use_gate: base.Switch = False
    _: KW_ONLY
    name: base.Name = None

    arity: ClassVar[tuple[int, int | None]] = (2, 3)
    takes_list: ClassVar[bool] = False

    def trace(self, shape: Shape, *others: Shape) -> Trace:
        """Query (steps, features), value (others, …) → (steps, output_shape or features).

        FLOPs: two for each weight of a projection at each step, and for each product of two steps.
        """
        query, value, key = _steps((shape, *others))
        keys = self.num_heads * self.key_dim
        values = self.num_heads * (self.value_dim or self.key_dim)
        output = self.output_shape or query[1]
        of_query = [(query[1], keys), (values, output), *[(query[1], values)] * self.use_gate]
        of_others = [(key[1], keys), (value[1], values)]
        kernels = [sum(one * two for one, two in each) for each in (of_query, of_others)]
        biases = sum(size for _, size in (*of_query, *of_others)) * self.use_bias
        flops = query[0] * kernels[0] + value[0] * kernels[1] + query[0] * value[0] * (keys + values)
        return Trace((query[0], output), sum(kernels) + biases, flops=2 * flops)
