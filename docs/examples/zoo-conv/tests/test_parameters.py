"""The models have the published numbers of parameters."""

import pytest

import zoo

TEN_CLASSES = zoo.Task("classification", 10)
IMAGENET = zoo.Task("classification", 1000)


@pytest.mark.parametrize(("name", "expected"), [("lenet-5", 61_706), ("conv-2", 333_526)])
def test_parameters_of_declared_models(name: str, expected: int) -> None:
    """For 28×28 and 10 classes, computed by hand; LeNet-5: 156 + 2,416 + 48,120 + 10,164 + 850."""
    assert zoo.build(f"zoo-conv:{name}", (28, 28), task=TEN_CLASSES).count_params() == expected


@pytest.mark.parametrize(
    ("name", "documented", "expected"),
    [("mobilenet-v2", "3.5M", 3_538_984), ("resnet-50", "25.6M", 25_636_712)],
)
def test_parameters_of_applications(name: str, documented: str, expected: int) -> None:
    """They round to the values in the table of https://keras.io/api/applications/."""
    found = zoo.build(f"zoo-conv:{name}", (224, 224, 3), task=IMAGENET).count_params()
    assert (found, f"{found / 1e6:.1f}M") == (expected, documented)
