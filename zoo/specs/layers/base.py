"""The base class of all layers, and the kinds of their settings."""

import re
from collections.abc import Iterator
from dataclasses import KW_ONLY
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from zoo.errors import UsageError
from zoo.schema import declaration
from zoo.schema.composite import Optional, Sizes
from zoo.schema.fields import Boolean, Identifier, Integer, Names, OneOf
from zoo.schema.value import Value, frozen
from zoo.specs.layers.weights import constraints, initializers, regularizers

IMAGE_AXES = 2
"""Height and width."""
Shape = tuple[int, ...]
"""A shape without its batch axis."""
PLACE = ("name", "inputs")
"""The fields that say where a layer is in its model."""
INPUT = "input"
"""The name of the model's input in the `inputs` of a layer."""
Inputs = Annotated[
    tuple[str, ...] | None, Optional(Names("a list of names of layers, as ['conv2d', 'input']"))
]


@frozen
class Trace(Value):
    """The output shape and the counts of a layer for one input shape, computed without Keras.

    Attributes:
        output_shape: The shape of the output, without the batch axis.
        parameters: The number of all weights.
        non_trainable: The number of weights that are not trained.
        flops: Multiplications and additions of matrix products and convolutions for one example; element-wise
            operations are not counted.
    """

    output_shape: Shape
    parameters: int = 0
    non_trainable: int = 0
    flops: int = 0


class WrongShape(UsageError):
    """An input shape that a layer does not support; `wanted` describes those that it does."""

    def __init__(self, wanted: str) -> None:
        """`wanted` is a noun phrase: "a flat vector"."""
        self.wanted = wanted
        super().__init__(f"wanted {wanted}")


@frozen
class LayerDeclaration(declaration.Typed):
    """The base class of layers: frozen dataclasses with the names and arguments of Keras's layers.

    Attributes:
        inputs: The names of the layers whose outputs it takes, all of them before it; `"input"` is the
            model's input. None is the layer before it.
    """

    _: KW_ONLY
    inputs: Inputs = None
    if TYPE_CHECKING:
        name: str | None  # a field of each subclass, the last one
    arity: ClassVar[tuple[int, int | None]] = (1, 1)
    """The smallest and the largest number of inputs; None is no limit."""
    takes_list: ClassVar[bool] = True
    """Whether Keras takes several inputs as a list, and not one by one."""
    holds: ClassVar[tuple[str, ...]] = ()
    """The settings that hold other layers."""
    keras_class: ClassVar[str] = ""
    """The class of a plugin's layer, as "module:Class"; empty for Keras's own."""
    spatial_axes: ClassVar[int] = 0
    """The number of axes of its input besides batch and channels; 0 for a layer without such a limit.

    An input that only has these axes, such as (height, width), gets a channel axis. Some of Keras's layers
    would otherwise take the batch for one image, and mix its examples.
    """
    takes_steps: ClassVar[bool] = False
    """Whether the first of these axes is the steps, and it uses a mask of them, or passes it on."""

    @property
    def masks(self) -> bool:
        """Whether its output has a mask of its own: steps that later layers skip."""
        return False

    @property
    def type(self) -> str:
        """The name of the Keras layer."""
        return type(self).__name__

    @property
    def is_counted(self) -> bool:
        """Whether shapes and counts are known without Keras."""
        return all(inside.is_counted for _, inside in self.held())

    def trace(self, shape: Shape) -> Trace:
        """The output shape and the counts for an input shape; WrongShape if it is not supported.

        A layer with several inputs takes a shape for each.
        """
        raise NotImplementedError

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """Combinations of settings that Keras rejects, as pairs (found, wanted)."""
        return iter(())

    def arguments(self) -> dict[str, Any]:
        """Further arguments of the Keras layer, besides its settings."""
        return {}

    def held(self) -> "Iterator[tuple[str, LayerDeclaration]]":
        """The layers in its settings, by the names of the settings."""
        for name in self.holds:
            value = getattr(self, name)
            if isinstance(value, LayerDeclaration):
                yield name, value


def snake_case(name: str) -> str:
    """`MaxPooling2D` → `max_pooling2d`, like Keras's default names of layers."""
    spaced = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", re.sub(r"\W+", "", name))
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", spaced).lower()


def require(condition: bool, wanted: str) -> None:  # noqa: FBT001 - reads like an assertion
    """Raise WrongShape unless the condition holds."""
    if not condition:
        raise WrongShape(wanted)


ACTIVATIONS = tuple(
    "celu elu exponential gelu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu "
    "linear log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink softmax softplus "
    "softsign sparse_plus sparse_sigmoid sparsemax squareplus swish tanh tanh_shrink".split()
)

ConfiguredValue = str | dict[str, Any] | tuple[Any, ...]
Activation = Annotated[str | None, Optional(OneOf(ACTIVATIONS, "the name of an activation"))]
BiasConstraint = Annotated[ConfiguredValue | None, Optional(constraints(1))]
MatrixConstraint = Annotated[ConfiguredValue | None, Optional(constraints(2))]
WindowConstraint = Annotated[ConfiguredValue | None, Optional(constraints(4))]
Count = Annotated[int, Integer(1)]
BiasInitializer = Annotated[ConfiguredValue, initializers(1)]
MatrixInitializer = Annotated[ConfiguredValue, initializers(2)]
WindowInitializer = Annotated[ConfiguredValue, initializers(4)]
Name = Annotated[str | None, Identifier()]
Padding = Annotated[Literal["valid", "same"], OneOf(("valid", "same"))]
Regularizer = Annotated[ConfiguredValue | None, Optional(regularizers(1))]
MatrixRegularizer = Annotated[ConfiguredValue | None, Optional(regularizers(2))]
Switch = Annotated[bool, Boolean()]
Window = Annotated[int | tuple[int, int], Sizes()]
