"""The models have the published numbers of parameters."""

import subprocess
import sys

import pytest

import zoo

PHOTO = (224, 224, 3)
COUNTS = {
    "resnet-18": 11_699_112,
    "resnet-50": 25_636_712,
    "resnet-101": 44_707_176,
    "vgg-16": 138_357_544,
    "mobilenet-v2": 3_538_984,
    "densenet-121": 8_062_504,
    "vit-tiny": 5_717_224,
}


@pytest.mark.parametrize("name", COUNTS)
def test_parameters(name: str) -> None:
    """For photos and 1,000 classes: those of https://keras.io/api/applications/, of torchvision, and of timm."""
    assert zoo.show(f"zoo-conv:{name}", classes=1000).architecture.parameters == COUNTS[name]


@pytest.mark.parametrize(
    ("width", "expected"), [(0.35, 1_691_208), (0.5, 1_987_224), (0.75, 2_663_064), (1.4, 6_156_712)]
)
def test_mobilenet_in_other_widths(width: float, expected: int) -> None:
    """Those of `keras.applications.MobileNetV2(alpha=width)`."""
    shown = zoo.show("zoo-conv:mobilenet-v2", classes=1000, settings={"width": width})
    assert shown.architecture.parameters == expected


def test_parameters_are_counted_without_keras() -> None:
    """Keras is not imported."""
    program = "import sys, zoo; zoo.show('zoo-conv:densenet-121'); print('keras' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert answer.stdout == "False\n"
