"""The kinds of settings of layers with a window of one or three axes; those for images are in `base`."""

from typing import Annotated

from zoo.schema.composite import Optional, Sizes
from zoo.specs.layers.base import ConfiguredValue
from zoo.specs.layers.weights import constraints, initializers

Triple = tuple[int, int, int]
Window1D = Annotated[int, Sizes(1)]
Window3D = Annotated[int | Triple, Sizes(3)]
Steps2D = Annotated[int | tuple[int, int], Sizes(2, alone=True)]
Steps3D = Annotated[int | Triple, Sizes(3, alone=True)]
Strides1D = Annotated[int | None, Optional(Sizes(1))]
Strides2D = Annotated[int | tuple[int, int] | None, Optional(Sizes(2))]
Strides3D = Annotated[int | Triple | None, Optional(Sizes(3))]
OutputPadding1D = Annotated[int | None, Optional(Sizes(1, 0))]
OutputPadding2D = Annotated[int | tuple[int, int] | None, Optional(Sizes(2, 0))]
OutputPadding3D = Annotated[int | Triple | None, Optional(Sizes(3, 0))]
Initializer1D = Annotated[ConfiguredValue, initializers(3)]
Initializer3D = Annotated[ConfiguredValue, initializers(5)]
Constraint1D = Annotated[ConfiguredValue | None, Optional(constraints(3))]
Constraint3D = Annotated[ConfiguredValue | None, Optional(constraints(5))]
