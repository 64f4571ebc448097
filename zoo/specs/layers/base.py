"""What every declared layer has in common, and the kinds that their settings hold."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from zoo.errors import UsageError
from zoo.schema.composite import Optional, Pair
from zoo.schema.fields import Boolean, Identifier, Integer, OneOf
from zoo.schema.value import Value, frozen
from zoo.specs.layers.weights import constraints, initializers, regularizers

Shape = tuple[int, ...]
"""A shape without its batch axis."""


@frozen
class Trace(Value):
    """What a layer makes of an input of a given shape, reckoned without Keras.

    `parameters` counts all weights, `non_trainable` those among them that no gradient reaches.
    `flops` counts the multiplications and additions of matrix products and convolutions for one
    example, as two each; what is done once for each element is left out.
    """

    output_shape: Shape
    parameters: int = 0
    non_trainable: int = 0
    flops: int = 0


class WrongShape(UsageError):
    """An input shape that a layer can't take; `wanted` says which it could."""

    def __init__(self, wanted: str) -> None:
        """`wanted` is a noun phrase: "a flat vector"."""
        self.wanted = wanted
        super().__init__(f"wanted {wanted}")


class LayerDeclaration(Value):
    """A layer as a frozen value, with Keras's names and arguments.

    A subclass is a frozen dataclass whose name is that of the Keras layer.
    """

    name: str | None
    wants_channels: ClassVar[bool] = False
    """Whether an input of (height, width) is given a channel axis first."""

    @property
    def type(self) -> str:
        """The name of the Keras layer."""
        return type(self).__name__

    def trace(self, shape: Shape) -> Trace:
        """Output shape and counts for an input of this shape; WrongShape where it can't be taken."""
        raise NotImplementedError

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """What Keras refuses about settings that are sound each for itself: (found, wanted)."""
        return iter(())

    def arguments(self) -> dict[str, Any]:
        """Arguments of the Keras layer beside its settings, which are passed as they are."""
        return {}


def snake_case(name: str) -> str:
    """`MaxPooling2D` → `max_pooling2d`, as Keras names layers."""
    spaced = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", re.sub(r"\W+", "", name))
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", spaced).lower()


def require(condition: bool, wanted: str) -> None:  # noqa: FBT001 - reads like an assertion
    """Raise WrongShape unless the condition holds."""
    if not condition:
        raise WrongShape(wanted)


def image(shape: Shape) -> tuple[int, int, int]:
    """The (height, width, channels) of an image, or WrongShape."""
    require(len(shape) == 3, "(height, width) or (height, width, channels)")  # noqa: PLR2004 - three axes
    return shape[0], shape[1], shape[2]


def both(size: int | tuple[int, int]) -> tuple[int, int]:
    """Height and width, of which one number stands for both."""
    return (size, size) if isinstance(size, int) else size


def slide(
    shape: Shape,
    window: int | tuple[int, int],
    strides: int | tuple[int, int],
    padding: str,
    dilation: int | tuple[int, int] = 1,
) -> Shape:
    """Height and width that are left by a window which slides over an image.

    https://keras.io/api/layers/convolution_layers/convolution2d/
    """
    window, strides, dilation = both(window), both(strides), both(dilation)
    extents = [1 + (size - 1) * gap for size, gap in zip(window, dilation, strict=True)]
    if padding == "same":
        return tuple(-(-size // step) for size, step in zip(shape[:2], strides, strict=True))
    fits = all(size >= extent for size, extent in zip(shape[:2], extents, strict=True))
    require(fits, f"at least {extents[0]}×{extents[1]} pixels")
    return tuple(
        (size - extent) // step + 1 for size, extent, step in zip(shape[:2], extents, strides, strict=True)
    )


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
Window = Annotated[int | tuple[int, int], Pair()]
