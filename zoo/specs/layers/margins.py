"""The margins that padding adds and cropping cuts off, before and after the values along each axis."""

from typing import Annotated, Any

from zoo.schema.composite import Margins
from zoo.specs.layers.axes import spatial
from zoo.specs.layers.base import LayerDeclaration, Shape, Trace, require

Sides = int | tuple[int, int]
Margins1D = Annotated[Sides, Margins(1)]
Margins2D = Annotated[int | tuple[Sides, Sides], Margins(2)]
Margins3D = Annotated[int | tuple[Sides, Sides, Sides], Margins(3)]


def sums(margins: Any, axes: int) -> tuple[int, ...]:
    """The numbers before and after, added for each axis."""
    if isinstance(margins, int):
        return (2 * margins,) * axes
    if axes == 1:
        return (sum(margins),)
    return tuple(2 * each if isinstance(each, int) else sum(each) for each in margins)


class ZeroPadding(LayerDeclaration):
    """The base class of padding with zeros."""

    padding: Any

    def trace(self, shape: Shape) -> Trace:
        """Each spatial axis gets longer."""
        sizes, channels = spatial(shape, self.spatial_axes)
        added = sums(self.padding, self.spatial_axes)
        return Trace((*(size + more for size, more in zip(sizes, added, strict=True)), channels))


class Cropping(LayerDeclaration):
    """The base class of cropping."""

    cropping: Any

    def trace(self, shape: Shape) -> Trace:
        """Each spatial axis gets shorter, and keeps something."""
        sizes, channels = spatial(shape, self.spatial_axes)
        cut = sums(self.cropping, self.spatial_axes)
        least = "×".join(str(less + 1) for less in cut)
        enough = all(size > less for size, less in zip(sizes, cut, strict=True))
        require(enough, f"at least {least} values along {'the axis' if len(cut) == 1 else 'the axes'}")
        return Trace((*(size - less for size, less in zip(sizes, cut, strict=True)), channels))
