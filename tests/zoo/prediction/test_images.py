"""Pictures' files as examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from tests.zoo.prediction.pictures import jpeg, png
from zoo.data.pixels import look, to_bytes
from zoo.facts import Pixels
from zoo.lookup import named
from zoo.prediction.images import read_image
from zoo.prediction.wanted import Unfit, Wanted

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
        found = read_image(png(shown), "a.png", wanted)
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
    found = read_image(content, "a.png", wanted)
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
    assert read_image(make(), "a.png", CLOTHES).x.tolist() == [SPOT.tolist()]


def test_a_picture_is_turned_as_its_exif_says() -> None:
    """A camera that was held upright writes it lying."""
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = png(np.rot90(SPOT), exif=exif)
    assert read_image(lying, "a.png", CLOTHES).x.tolist() == [SPOT.tolist()]


def wide() -> bytes:
    """50,000 pixels wide, and 2 high."""
    return png(np.zeros((2, 50_000), np.uint8))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (wide(), "a.png has 50,000×2 pixels; wanted at most 16,384 a side"),
        (png(SPOT)[:60], "a.png is a damaged picture: "),
        (png(SPOT)[:20], "a.png is a damaged picture: "),
        (jpeg(SPOT)[:300], "a.png is a damaged picture: "),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 99, "a.png is a damaged picture: "),
        (png(SPOT).replace(b"IDAT", b"IDAX"), "a.png is a damaged picture: "),
    ],
)
def test_what_is_no_picture_is_one_sentence(content: bytes, sentence: str) -> None:
    """With its name."""
    with pytest.raises(Unfit) as refused:
        read_image(content, "a.png", CLOTHES)
    assert str(refused.value).startswith(sentence)


def test_pillows_limit_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it would only warn of is refused."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 500)
    with pytest.raises(Unfit, match=r"^a\.png has more than 500 pixels; wanted fewer$"):
        read_image(png(SPOT), "a.png", CLOTHES)


def test_no_pixel_of_a_refused_picture_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its header says enough."""

    def decode(*_: Any) -> None:
        raise AssertionError("decoded")

    content = wide()
    monkeypatch.setattr(Image.Image, "load", decode)
    with pytest.raises(Unfit, match="50,000"):
        read_image(content, "a.png", CLOTHES)


def test_rows_of_numbers_are_no_pictures() -> None:
    """A model of them can't take one."""
    with pytest.raises(Unfit, match=r"^a\.png is a picture; wanted examples of shape \(4,\)"):
        read_image(png(SPOT), "a.png", Wanted((4,)))


def test_a_picture_needs_to_know_what_white_is() -> None:
    """A file doesn't say it, and neither does the plan of a run that is older than that was kept."""
    with pytest.raises(Unfit) as refused:
        read_image(png(SPOT), "a.png", Wanted((8, 8)))
    assert str(refused.value) == (
        "a.png is a picture, and which values are black and white to the model is not known; "
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
    from zoo.data import prepare
    from zoo.plan import make_plan

    for dataset, found in (("digits", Pixels), ("iris", type(None))):
        plan = make_plan(named("model", "relu-flatten"), named("optimizer", "sgd"), named("dataset", dataset))
        facts = prepare(plan)[0].data
        assert facts is not None
        assert type(facts.pixels) is found
