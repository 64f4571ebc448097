"""`Block` and `Residual`: layers that are declared once, and repeated."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, replace
from typing import Annotated, Any

from zoo.schema.composite import Optional
from zoo.schema.fields import Integer
from zoo.schema.value import Value, frozen
from zoo.specs import varying
from zoo.specs.layers import base
from zoo.specs.layers.base import LayerDeclaration, Trace

MOST_REPEATS = 1000
IDENTITY = "identity"
Layers = tuple[LayerDeclaration, ...]


@frozen
class ManyLayers(Value):
    """The kind of a setting that holds layers, which are checked one by one."""

    wanted: str = "a list of layers"


Repeat = Annotated[int | str | None, Optional(Integer(1, MOST_REPEATS))]
Shortcut = Annotated[Any, ManyLayers("identity, none or a list of layers")]


@frozen
class Block(LayerDeclaration):
    """Layers one after another, repeated; each repeat takes the output of the one before it.

    In the `inputs` of its layers, `"input"` is the input of the repeat, and other names are those of layers
    of the block. In Keras, the layer `conv` of the second repeat of `stage` is called `stage_2_conv`, and
    `stage_conv` without `repeat`.

    Attributes:
        layers: The layers, of which the last gives the output. They may be blocks, too.
        repeat: How often the layers follow each other; None is once, without a number in their names.
        inputs: The name of the layer whose output it takes, in a tuple; None is the layer before it.
        name: The name of the block.

    Examples:
        ```python
        zoo.Block(
            (zoo.Conv2D(64, 3, strides={"first": 2, "then": 1}), zoo.ReLU()),
            repeat=3,
            name="stage",
        )
        ```
    """

    layers: Annotated[Layers, ManyLayers()]
    repeat: Repeat = None
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """Not available: a block is expanded to layers first."""
        raise NotImplementedError


@frozen
class Residual(LayerDeclaration):
    """A block whose input, or a projection of it, is added to the output of its layers.

    The sum is the layer `add` of the block, and the activation after it `out`.

    Attributes:
        layers: The layers, of which the last gives what is added to the input. They may be blocks, too.
        repeat: How often the whole follows itself; None is once, without a number in the names.
        shortcut: `"identity"` adds the input itself, layers add their output for the input, and None adds
            nothing. A table with `first` and `then` has one of these for the first repeat, and one for the
            others.
        activation: The name of an activation after the sum.
        inputs: The name of the layer whose output it takes, in a tuple; None is the layer before it.
        name: The name of the block.

    Examples:
        ```python
        zoo.Residual(
            (zoo.Conv2D(64, 3, padding="same", activation="relu"), zoo.Conv2D(64, 3, padding="same")),
            repeat=2,
            activation="relu",
            name="stage",
        )
        ```
    """

    layers: Annotated[Layers, ManyLayers()]
    repeat: Repeat = None
    shortcut: Shortcut = IDENTITY
    activation: base.Activation = None
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """Not available: a block is expanded to layers first."""
        raise NotImplementedError


BLOCKS: dict[str, type[Block | Residual]] = {"Block": Block, "Residual": Residual}
INSIDE = ("layers", "shortcut")
"""The settings that hold layers."""


def is_layers(value: Any) -> bool:
    """Whether a value is a list of layers, valid or not, and no table of pairs."""
    return isinstance(value, (tuple, list)) and not all(isinstance(each, tuple) for each in value)


def is_identity(value: Any) -> bool:
    """Whether a value is the shortcut that adds the input itself."""
    return isinstance(value, str) and value == IDENTITY


def is_plain_shortcut(value: Any) -> bool:
    """Whether a value is a shortcut without layers."""
    return value is None or is_identity(value) or (isinstance(value, str) and value == "none")


def lists_in(block: Block | Residual) -> Iterator[tuple[str, Layers]]:
    """The lists of layers in a block, each with its path."""
    if is_layers(block.layers):
        yield "layers", block.layers
    if isinstance(block, Residual):
        if is_layers(block.shortcut):
            yield "shortcut", block.shortcut
        else:
            ways = varying.by_repeat(block.shortcut) or {}
            yield from ((f"shortcut.{key}", layers) for key, layers in ways.items() if is_layers(layers))


def with_lists(block: Block | Residual, lists: dict[str, Layers]) -> Block | Residual:
    """The block with other lists of layers, by their paths."""
    found: dict[str, Any] = {key: value for key, value in lists.items() if key in INSIDE}
    if any("." in path for path in lists):
        assert isinstance(block, Residual)
        ways = varying.by_repeat(block.shortcut) or {}
        found["shortcut"] = tuple((key, lists.get(f"shortcut.{key}", way)) for key, way in ways.items())
    return replace(block, **found)
