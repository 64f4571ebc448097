"""Attention: each step of a sequence is computed from all steps of another, or of itself."""

from collections.abc import Iterator
from dataclasses import KW_ONLY
from typing import Annotated, ClassVar, Literal

from zoo.schema.composite import Optional
from zoo.schema.fields import Integer, Number, OneOf
from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.base import LayerDeclaration, Shape, Trace, require
from zoo.specs.layers.weights import initializers

Kernels = list[tuple[int, int]]
"""The inputs and outputs of each."""
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
class AdditiveAttention(LayerDeclaration):
    """Attention by the sum of query and key: https://keras.io/api/layers/attention_layers/additive_attention/.

    Attributes:
        use_scale: Whether each feature of the sum is multiplied by a trained number.
        dropout: The fraction of the scores that are dropped in training.
        inputs: The names of query, value and, if it is not the value, key.
        name: The name of the layer.
    """

    use_scale: base.Switch = True
    dropout: Rate = 0.0
    _: KW_ONLY
    name: base.Name = None

    arity: ClassVar[tuple[int, int | None]] = (2, 3)

    def trace(self, shape: Shape, *others: Shape) -> Trace:
        """Query (steps, features), value (others, size) → (steps, size). FLOPs: two for each product."""
        query, value, key = _steps((shape, *others))
        require(query[1] == key[1], "the same features in query and key")
        return Trace(
            (query[0], value[1]), query[1] * self.use_scale, flops=2 * query[0] * value[0] * value[1]
        )


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

    Examples:
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
        return _projected(query, value, output, of_query, of_others, keys + values, use_bias=self.use_bias)


@frozen
class GroupQueryAttention(LayerDeclaration):
    """Heads that share keys and values: https://keras.io/api/layers/attention_layers/group_query_attention/.

    Attributes:
        head_dim: The size of each head.
        num_query_heads: The number of heads.
        num_key_value_heads: The number of heads for key and value, which divides that of the query.
        dropout: The fraction of the scores that are dropped in training.
        use_bias: Whether the projections have a bias.
        kernel_initializer: An initializer, by name or as a table.
        bias_initializer: An initializer, by name or as a table.
        kernel_regularizer: A regularizer, by name or as a table.
        bias_regularizer: A regularizer, by name or as a table.
        activity_regularizer: A regularizer, by name or as a table.
        kernel_constraint: A constraint, by name or as a table.
        bias_constraint: A constraint, by name or as a table.
        use_gate: Whether the output is multiplied by a trained gate of the query.
        inputs: The names of query, value and, if it is not the value, key.
        name: The name of the layer.
    """

    head_dim: base.Count
    num_query_heads: base.Count
    num_key_value_heads: base.Count
    dropout: Rate = 0.0
    use_bias: base.Switch = True
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

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """Each head of key and value belongs to as many heads of the query."""
        if self.num_query_heads % self.num_key_value_heads:
            found = (
                f"num_query_heads={self.num_query_heads} and num_key_value_heads={self.num_key_value_heads}"
            )
            yield found, "query heads that the others divide"

    def trace(self, shape: Shape, *others: Shape) -> Trace:
        """Query (steps, features), value (others, …) → (steps, features). FLOPs: as MultiHeadAttention."""
        query, value, key = _steps((shape, *others))
        heads, shared = (self.head_dim * many for many in (self.num_query_heads, self.num_key_value_heads))
        of_query = [(query[1], heads), (heads, query[1]), *[(query[1], heads)] * self.use_gate]
        of_others = [(key[1], shared), (value[1], shared)]
        return _projected(query, value, query[1], of_query, of_others, 2 * heads, use_bias=self.use_bias)


def _projected(  # noqa: PLR0917 - two inputs, and the kernels of both
    query: Shape,
    value: Shape,
    output: int,
    of_query: Kernels,
    of_others: Kernels,
    products: int,
    *,
    use_bias: bool,
) -> Trace:
    """The output and the counts of attention with projections; `products` are those of two steps."""
    kernels = [sum(one * two for one, two in each) for each in (of_query, of_others)]
    biases = sum(size for _, size in (*of_query, *of_others)) * use_bias
    flops = query[0] * kernels[0] + value[0] * kernels[1] + query[0] * value[0] * products
    return Trace((query[0], output), sum(kernels) + biases, flops=2 * flops)
