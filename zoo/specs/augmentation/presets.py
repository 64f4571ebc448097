"""Augmentations that a word asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Preset(NamedTuple):
    """What an augmentation does, and its layer with the arguments that differ from Keras's defaults."""

    summary: str
    layer: Mapping[str, Any]


PRESETS: Mapping[str, Preset] = {
    "flip": Preset("mirrored, half of the images", {"type": "RandomFlip", "mode": "horizontal"}),
    "shift": Preset(
        "moved by up to 1/8 of the height and the width; black moves in",
        {
            "type": "RandomTranslation",
            "height_factor": 0.125,
            "width_factor": 0.125,
            "fill_mode": "constant",
        },
    ),
    "rotate": Preset(
        "turned by up to 18 degrees", {"type": "RandomRotation", "factor": 0.05, "fill_mode": "constant"}
    ),
    "zoom": Preset(
        "enlarged or reduced by up to 10 %",
        {"type": "RandomZoom", "height_factor": 0.1, "fill_mode": "constant"},
    ),
    "brightness": Preset("lighter or darker", {"type": "RandomBrightness", "factor": 0.2}),
    "contrast": Preset("with more or less contrast", {"type": "RandomContrast", "factor": 0.2}),
    "color": Preset(
        "with another brightness, contrast, saturation and hue",
        {
            "type": "RandomColorJitter",
            "brightness_factor": 0.2,
            "contrast_factor": 0.2,
            "saturation_factor": (0.4, 0.6),
            "hue_factor": 0.05,
        },
    ),
    "blur": Preset("blurred", {"type": "RandomGaussianBlur"}),
    "erase": Preset("with a black rectangle", {"type": "RandomErasing", "fill_value": 0.0}),
    "randaugment": Preset("changed in two ways out of ten, drawn for each batch", {"type": "RandAugment"}),
    "mixup": Preset("mixed with another image, and so are their labels", {"type": "MixUp"}),
    "cutmix": Preset("with a part of another image, and so are their labels", {"type": "CutMix"}),
}
"""The images of a training batch are …"""
