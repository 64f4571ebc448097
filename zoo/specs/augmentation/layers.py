"""Keras's augmentation layers that a training can have: their arguments, with Keras's defaults.

`value_range`, `seed` and `data_format` are no arguments here: they follow from the data and the plan.
"""

from __future__ import annotations

from dataclasses import MISSING
from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.schema.composite import Optional
from zoo.schema.declaration import Setting
from zoo.schema.fields import Integer, Number, OneOf, WrongValue
from zoo.schema.value import Value, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping


@frozen
class Factor(Value):
    """A number, from which Keras makes a range, or the two ends of a range."""

    each: Any

    @property
    def wanted(self) -> str:
        """The accepted forms."""
        return f"{self.each.wanted}, or two of them in rising order"

    def read(self, value: Any) -> Any:
        """The number or the two ends, or WrongValue."""
        if not isinstance(value, (list, tuple)):
            try:
                return self.each.read(value)
            except WrongValue as wrong:
                raise WrongValue(wrong.reason, self.wanted) from None
        if len(value) != 2:  # noqa: PLR2004 - two ends
            raise WrongValue("is not a range", self.wanted)
        try:
            low, high = (self.each.read(end) for end in value)
        except WrongValue as wrong:
            raise WrongValue(wrong.reason, self.wanted) from None
        if low > high:
            raise WrongValue("falls", self.wanted)
        return low, high


@frozen
class Odd(Value):
    """An odd number."""

    wanted: str = "an odd number of at least 1, as 3"

    def read(self, value: Any) -> int:
        """The number, or WrongValue."""
        number = Integer(1, 99).read(value)
        if number % 2 == 0:
            raise WrongValue("is even", self.wanted)
        return number


class AugmentationLayer(NamedTuple):
    """A layer of Keras: its arguments, and what it needs."""

    settings: Mapping[str, Setting]
    has_range: bool = False
    """Whether it has to know the values of black and white."""
    of_colours: bool = False
    """Whether it does nothing to grey images, or fails."""


NEEDED = MISSING
"""In place of a default: the argument has to be given."""
SHARE = Number(0, 1)
UNIT, SIGNED = Factor(SHARE), Factor(Number(-1, 1))
ZOOM = Factor(Number(-1, 1, above=True))
FILL_MODE = OneOf(("constant", "nearest", "wrap", "reflect"))
INTERPOLATION = OneOf(("nearest", "bilinear"))
FILL = {"interpolation": (INTERPOLATION, "bilinear"), "fill_value": (Number(), 0.0)}
OUTSIDE = {"fill_mode": (FILL_MODE, "reflect"), **FILL}
FLIPS = OneOf(("horizontal", "vertical", "horizontal_and_vertical"))


def _layer(
    arguments: Mapping[str, tuple[Any, Any]] | None = None,
    *,
    has_range: bool = False,
    of_colours: bool = False,
    **more: tuple[Any, Any],
) -> AugmentationLayer:
    """A layer by its arguments, each with its kind and its default."""
    given = {**more, **(arguments or {})}
    settings = {name: Setting(name, kind, default) for name, (kind, default) in given.items()}
    return AugmentationLayer(settings, has_range, of_colours)


LAYERS: Mapping[str, AugmentationLayer] = {
    "RandomFlip": _layer(mode=(FLIPS, "horizontal_and_vertical")),
    "RandomTranslation": _layer(OUTSIDE, height_factor=(SIGNED, NEEDED), width_factor=(SIGNED, NEEDED)),
    "RandomRotation": _layer(OUTSIDE, factor=(SIGNED, NEEDED)),
    "RandomZoom": _layer(OUTSIDE, height_factor=(ZOOM, NEEDED), width_factor=(Optional(ZOOM), None)),
    "RandomShear": _layer(OUTSIDE, x_factor=(UNIT, 0.0), y_factor=(UNIT, 0.0)),
    "RandomPerspective": _layer(FILL, factor=(UNIT, 1.0), scale=(SHARE, 1.0)),
    "RandomElasticTransform": _layer(OUTSIDE, has_range=True, factor=(UNIT, 1.0), scale=(UNIT, 1.0)),
    "RandomErasing": _layer(
        has_range=True,
        factor=(UNIT, 1.0),
        scale=(UNIT, (0.02, 0.33)),
        fill_value=(Optional(Number()), None),
    ),
    "RandomGaussianBlur": _layer(
        has_range=True, factor=(UNIT, 1.0), kernel_size=(Odd(), 3), sigma=(UNIT, 1.0)
    ),
    "RandomBrightness": _layer(has_range=True, factor=(SIGNED, NEEDED)),
    "RandomContrast": _layer(has_range=True, factor=(UNIT, NEEDED)),
    "RandomSharpness": _layer(has_range=True, factor=(UNIT, NEEDED)),
    "RandomInvert": _layer(has_range=True, factor=(UNIT, 1.0)),
    "RandomPosterization": _layer(has_range=True, factor=(Integer(1, 8), NEEDED)),
    "Solarization": _layer(has_range=True, addition_factor=(UNIT, 0.0), threshold_factor=(UNIT, 0.0)),
    "AutoContrast": _layer(has_range=True),
    "Equalization": _layer(has_range=True, bins=(Integer(2, 65_536), 256)),
    "ContrastLimitedAdaptiveHistogramEqualization": _layer(
        has_range=True, clip_limit=(Number(0, above=True), 4.0)
    ),
    "RandomGrayscale": _layer(of_colours=True, factor=(SHARE, 0.5)),
    "RandomHue": _layer(has_range=True, of_colours=True, factor=(UNIT, NEEDED)),
    "RandomSaturation": _layer(has_range=True, of_colours=True, factor=(UNIT, NEEDED)),
    "RandomColorDegeneration": _layer(has_range=True, of_colours=True, factor=(UNIT, NEEDED)),
    "RandomColorJitter": _layer(
        has_range=True,
        of_colours=True,
        brightness_factor=(Optional(SIGNED), None),
        contrast_factor=(Optional(UNIT), None),
        saturation_factor=(Optional(UNIT), None),
        hue_factor=(Optional(UNIT), None),
    ),
    "RandAugment": _layer(
        has_range=True,
        num_ops=(Integer(1, 10), 2),
        factor=(SHARE, 0.5),
        interpolation=(INTERPOLATION, "bilinear"),
    ),
    "MixUp": _layer(alpha=(Number(0, 1, above=True), 0.2)),
    "CutMix": _layer(factor=(UNIT, 1.0)),
}
"""The layers by their names in `keras.layers`."""
MIXING = ("MixUp", "CutMix")
"""Those that mix the examples of a batch, and their labels."""
SIZE = "changes the size of the images, which would not fit the model"
REFUSED = {
    "AugMix": "chooses its layers outside of Keras's random numbers, so that no run could be repeated; "
    "wanted RandAugment",
    "RandomCrop": f"{SIZE}; wanted RandomTranslation",
    "CenterCrop": f"{SIZE}; wanted RandomZoom",
    "Resizing": f"{SIZE}; wanted RandomZoom",
}
"""Keras's image layers that a training can't have, with the reason and what works."""
