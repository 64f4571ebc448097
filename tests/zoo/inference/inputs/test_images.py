"""Pictures' files as examples."""

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
def test_a_datasets_own_images_come_back_as_they_were(dataset: str) -> None:
    """Bit for bit: none is taken for one with another background."""
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
        (png(np.stack([SPOT] * 3, axis=2)), CLOTHES, ("turned to grey",)),
        (png(SPOT.astype(np.uint16) * 257), CLOTHES, ()),
        (png(SPOT > 0), CLOTHES, ()),
        (png(np.stack([SPOT] * 3 + [SPOT], axis=2)), CLOTHES,
         ("put in front of white", "turned to grey", "inverted (light background)")),
        (png(SPOT), COLOURED, ()),
        (png(255 - SPOT), COLOURED, ()),
        (jpeg(np.full((300, 400, 3), 255, np.uint8)), CLOTHES,
         ("resized from 400×300 to 28×28", "turned to grey", "inverted (light background)")),
    ],
)  # fmt: skip
def test_a_picture_is_made_like_the_training_images(
    content: bytes, wanted: Wanted, changes: tuple[str, ...]
) -> None:
    """And it is said how."""
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
def test_however_it_was_saved_it_is_the_same_picture(make: Callable[[], bytes]) -> None:
    """Inverted, in 16 bits, in colours."""
    assert from_image(BytesIO(make()), "a.png", CLOTHES).x.tolist() == [SPOT.tolist()]


def test_a_picture_is_turned_as_its_exif_says() -> None:
    """A camera that was held upright writes it lying."""
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = png(np.rot90(SPOT), exif=exif)
    assert from_image(BytesIO(lying), "a.png", CLOTHES).x.tolist() == [SPOT.tolist()]


def test_a_damaged_image_is_one_sentence() -> None:
    """With its name."""
    with pytest.raises(DatasetError, match=r"^a.png is not a readable PNG or JPEG image: "):
        from_image(BytesIO(png(SPOT)[:60]), "a.png", CLOTHES)


def test_rows_of_numbers_are_no_pictures() -> None:
    """A model of them can't take one."""
    with pytest.raises(DatasetError, match=r"^a\.png is an image; wanted examples of shape \(4,\)"):
        from_image(BytesIO(png(SPOT)), "a.png", Wanted((4,)))


def test_a_picture_needs_to_know_what_white_is() -> None:
    """A file doesn't say it, and neither does the plan of a run that is older than that was kept."""
    with pytest.raises(DatasetError) as refused:
        from_image(BytesIO(png(SPOT)), "a.png", Wanted((8, 8)))
    assert str(refused.value) == (
        "a.png is an image, and which values are black and white to the model is not known; "
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
def test_what_white_is_follows_from_the_scaling(
    x: np.ndarray, factor: float, expected: Pixels | None
) -> None:
    """Or, where scaled values go beyond 1, from the values."""
    assert look(x, factor) == expected


def test_a_plan_remembers_what_images_look_like() -> None:
    """Rows have nothing of the kind."""
    from zoo.plan.plan import make_plan
    from zoo.plan.prepare import prepare

    for dataset, found in (("digits", Pixels), ("iris", type(None))):
        plan = make_plan(named("model", "relu-flatten"), named("optimizer", "sgd"), named("dataset", dataset))
        facts = prepare(plan)[0].data
        assert facts is not None
        assert type(facts.pixels) is found
