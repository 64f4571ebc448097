"""Image files as examples."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from tests.zoo.inference.inputs.pictures import jpeg, png
from zoo.catalog.resolve import named
from zoo.data.pixels import look, to_bytes
from zoo.errors import DatasetError
from zoo.inference.inputs.images import from_image
from zoo.inference.inputs.wanted import Wanted
from zoo.specs.data_facts import Pixels

if TYPE_CHECKING:
    from collections.abc import Callable

DARK = Pixels(white=255.0, border=0.0, whole=True)
"""Training images with a dark background."""
CLOTHES, COLOURED = Wanted((28, 28), DARK), Wanted((28, 28, 3), DARK)
SPOT = np.zeros((28, 28), np.uint8)
SPOT[10:20, 12:16] = 200


@pytest.mark.parametrize("dataset", ["digits", "fashion-mnist-sample"])
def test_images_of_the_dataset_are_read_back_unchanged(dataset: str) -> None:
    """They are bit-identical, and none is inverted."""
    spec = named("dataset", dataset).value
    x = spec.load().train.x
    pixels = look(x, spec.factor)
    assert pixels is not None
    wanted = Wanted(spec.input_shape, pixels)
    for image, shown in zip(x[::10], to_bytes(x[::10], pixels), strict=True):
        found = from_image(BytesIO(png(shown)), "a.png", wanted)
        assert (found.changes, found.x.tolist()) == ((), [image.tolist()])


@pytest.mark.parametrize(
    ("content", "wanted", "changes"),
    [
        (png(SPOT), CLOTHES, ()),
        (png(255 - SPOT), CLOTHES, ("inverted (light background)",)),
        (png(SPOT), Wanted((28, 28), Pixels(255.0, 1.0, True)), ("inverted (dark background)",)),
        (png(255 - SPOT), Wanted((28, 28), Pixels(255.0, 0.5, True)), ()),
        (png(np.stack([SPOT] * 3, axis=2)), CLOTHES, ("converted to grey",)),
        (png(SPOT.astype(np.uint16) * 257), CLOTHES, ()),
        (png(SPOT > 0), CLOTHES, ()),
        (png(np.stack([SPOT] * 3 + [SPOT], axis=2)), CLOTHES,
         ("blended with white", "converted to grey", "inverted (light background)")),
        (png(SPOT), COLOURED, ()),
        (png(255 - SPOT), COLOURED, ()),
        (jpeg(np.full((300, 400, 3), 255, np.uint8)), CLOTHES,
         ("resized from 400×300 to 28×28", "converted to grey", "inverted (light background)")),
    ],
)  # fmt: skip
def test_an_image_is_converted_to_the_format_of_the_training_images(
    content: bytes, wanted: Wanted, changes: tuple[str, ...]
) -> None:
    """A note describes the conversion."""
    found = from_image(BytesIO(content), "a.png", wanted)
    assert (found.changes, found.x.shape) == (changes, (1, *wanted.shape))


@pytest.mark.parametrize(
    "make",
    [
        lambda: png(SPOT),
        lambda: png(255 - SPOT),
        lambda: png(SPOT.astype(np.uint16) * 257),
        lambda: png(np.stack([SPOT] * 3, axis=2)),
    ],
)
def test_an_image_in_another_format_has_the_same_values(make: Callable[[], bytes]) -> None:
    """It may be inverted, in 16 bits, or in colours."""
    assert from_image(BytesIO(make()), "a.png", CLOTHES).x.tolist() == [SPOT.tolist()]


def test_an_image_is_rotated_by_its_exif_orientation() -> None:
    """A camera that is held upright saves a rotated image."""
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = png(np.rot90(SPOT), exif=exif)
    assert from_image(BytesIO(lying), "a.png", CLOTHES).x.tolist() == [SPOT.tolist()]


def test_a_damaged_image_is_a_one_sentence_error() -> None:
    """The message has its name."""
    with pytest.raises(DatasetError, match=r"^a.png is not a readable image: "):
        from_image(BytesIO(png(SPOT)[:60]), "a.png", CLOTHES)


def test_a_model_of_rows_refuses_an_image() -> None:
    """The message has the expected shape."""
    with pytest.raises(DatasetError, match=r"^a\.png is an image; wanted examples of shape \(4,\)"):
        from_image(BytesIO(png(SPOT)), "a.png", Wanted((4,)))


def test_an_image_needs_the_pixel_values_of_its_dataset() -> None:
    """Older plans do not have them, and an image file does not either."""
    with pytest.raises(DatasetError) as refused:
        from_image(BytesIO(png(SPOT)), "a.png", Wanted((8, 8)))
    assert str(refused.value) == (
        "a.png is an image, and the plan does not say which values are black and white; "
        "wanted examples of shape (8, 8), from .npy, .npz or CSV"
    )


@pytest.mark.parametrize(
    ("x", "factor", "expected"),
    [
        (np.full((2, 3, 3), 16, np.uint8), 1 / 16, Pixels(16.0, 1.0, True)),
        (np.full((2, 3, 3), 0.5), 1.0, Pixels(1.0, 0.5, False)),
        (np.full((2, 3, 3), 100, np.uint8), 1 / 50, Pixels(255.0, 100 / 255, True)),
        (np.full((2, 3, 3), 1_000.0), 1.0, Pixels(1_000.0, 1.0, False)),
        (np.full((2, 3, 3), -1.0), 1.0, None),
    ],
)
def test_the_value_of_white_follows_from_the_scaling(
    x: np.ndarray, factor: float, expected: Pixels | None
) -> None:
    """If scaled values go beyond 1, it follows from the values."""
    assert look(x, factor) == expected


def test_a_plan_has_the_pixel_values_of_its_images() -> None:
    """Rows have none."""
    from zoo.plan.make import make_plan
    from zoo.plan.prepare import prepare

    for dataset, found in (("digits", Pixels), ("iris", type(None))):
        plan = make_plan(named("model", "relu-flatten"), named("optimizer", "sgd"), named("dataset", dataset))
        facts = prepare(plan)[0].data
        assert facts is not None
        assert type(facts.pixels) is found
