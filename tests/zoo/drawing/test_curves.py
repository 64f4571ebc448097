"""Learning curves as pictures."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.zoo.runs.records import RECORD
from zoo.drawing.curves import Curves, curves_of, draw, mean_of
from zoo.drawing.panel import HEIGHT, ROW, spread, thinned
from zoo.drawing.scale import around

SVG = "{http://www.w3.org/2000/svg}"
RUN = curves_of(replace(RECORD, id="20201122T153012Z-relu-dropout-rmsprop-3f9a"))
finite = st.floats(allow_nan=False, allow_infinity=False)


def read(picture: str) -> ET.Element:
    """The parsed XML of a picture."""
    return ET.fromstring(picture)


def texts(picture: str) -> list[str]:
    """All text in it, in order."""
    return [str(each.text) for each in read(picture).iter(f"{SVG}text")]


def test_one_run_shows_loss_and_metric_with_the_best_epoch() -> None:
    """Two panels, each with both splits, and text as text elements."""
    shown = texts(draw([RUN]))
    assert shown[0] == "relu-dropout with rmsprop on fashion-mnist, seed 42 (3f9a)"
    assert [each for each in shown[1:] if not each[0].isdigit()] == [
        *("loss", "epoch", "best epoch 1", "training", "validation"),
        *("accuracy", "epoch", "best epoch 1", "training", "validation"),
    ]


def test_title_and_description_describe_the_picture() -> None:
    """They are for screen readers."""
    root = read(draw([RUN]))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "relu-dropout with rmsprop on fashion-mnist, seed 42 (3f9a)"
    assert root.findtext(f"{SVG}desc") == (
        "relu-dropout with rmsprop on fashion-mnist, seed 42 (3f9a): 2 epochs; loss from 0.5892 to 0.4462, "
        "accuracy from 0.7921 to 0.841, val_loss from 0.3651 to 0.4046, val_accuracy from 0.8738 to 0.8589, "
        "the lowest validation loss in epoch 1."
    )


def test_runs_differ_in_colour_and_dashes() -> None:
    """36 runs have 36 pairs of colour and dashes; six next to each other share neither."""
    runs = [replace(RUN, name=f"{at:04}") for at in range(36)]
    lines = list(read(draw(runs)).iter(f"{SVG}polyline"))[:36]
    looks = [(each.get("stroke"), each.get("stroke-dasharray")) for each in lines]
    assert len(set(looks)) == 36
    assert len({colour for colour, _ in looks[:6]}) == len({dashes for _, dashes in looks[:6]}) == 6


def test_several_runs_have_labels_and_a_legend() -> None:
    """Loss and metric, training and validation side by side; a label at each line's end, and a legend."""
    shown = texts(draw([RUN, replace(RUN, name="a914", title="relu-flatten with adam")]))
    assert [each for each in shown if each.startswith(("loss", "val_", "acc"))] == [
        *("loss", "val_loss", "accuracy", "val_accuracy")
    ]
    assert shown.count("a914") == 4
    assert shown[-3:] == [
        "3f9a: relu-dropout with rmsprop on fashion-mnist, seed 42",
        "a914: relu-flatten with adam",
        "A ring is around the epoch of the lowest val_loss.",
    ]


def test_labels_are_omitted_if_there_is_no_room() -> None:
    """With more runs than a panel has lines of text, only the legend has them."""
    many = HEIGHT // ROW + 1
    shown = texts(draw([replace(RUN, name=f"{at:04}") for at in range(many)]))
    assert [each for each in shown if each == "0003"] == []
    assert len([each for each in shown if each.startswith("0003: ")]) == 1


@pytest.mark.parametrize(
    "title", ["<script>alert(1)</script> & co", "은닉층 하나와 드롭아웃", "a\x00b\u202ec\ud800"]
)
def test_untrusted_text_is_text(title: str) -> None:
    """Markup is escaped, Hangul is kept, and characters that XML does not allow are replaced."""
    shown = "a\ufffdb\ufffdc\ufffd" if "\x00" in title else title
    assert texts(draw([replace(RUN, title=title)]))[0] == f"{shown} (3f9a)"


def test_a_long_name_is_shortened_with_a_tooltip() -> None:
    """It ends inside the picture, and the tooltip has the full text."""
    title = "은닉층" * 33
    legend = list(read(draw([replace(RUN, title=title), RUN])).iter(f"{SVG}text"))[-3]
    assert str(legend.text).endswith("…")
    assert legend.findtext(f"{SVG}title") == f"3f9a: {title}"


def test_a_long_label_at_the_end_of_a_line_is_shortened() -> None:
    """It ends inside the picture, and the tooltip has the full text."""
    label = "relu-dropout, adam, lr 0.001"
    shown = list(read(draw([replace(RUN, name=label), RUN])).iter(f"{SVG}text"))
    ends = [str(each.text) for each in shown if each.findtext(f"{SVG}title") == label]
    assert ends == ["relu-dropout, ada…"] * 4


def test_long_labels_are_told_apart() -> None:
    """Those that begin alike keep their end."""
    names = ["lr 0.001, epochs 200 (4ec5)", "lr 0.001, epochs 200 (c069)", "lr 0.02, epochs 60"]
    shown = list(read(draw([replace(RUN, name=name) for name in names])).iter(f"{SVG}text"))
    ends = {str(each.findtext(f"{SVG}title")): each.text for each in shown}
    assert [ends[name] for name in names[:2]] == ["…epochs 200 (4ec5)", "…epochs 200 (c069)"]


def test_100_000_epochs_are_thinned_out() -> None:
    """The picture stays small, and the maximum of a spike is kept."""
    values = [1 / epoch for epoch in range(1, 100_001)]
    spiked = [*values[:70_000], 5.0, *values[70_001:]]
    picture = draw([Curves("3f9a", "long", {"loss": values, "val_loss": spiked}, 100_000)])
    assert len(picture) < 50_000
    assert (70_001, 5.0) in thinned(spiked, 640)


def test_missing_metrics_are_not_drawn() -> None:
    """A single split has panels too."""
    known = {name: values for name, values in RUN.history.items() if name.startswith("val_")}
    alone = replace(RUN, history=known)
    assert len(list(read(draw([alone])).iter(f"{SVG}polyline"))) == 2
    in_the_legend = 2
    assert len(list(read(draw([alone, RUN])).iter(f"{SVG}polyline"))) == 2 + 4 + in_the_legend


def test_a_single_epoch_is_a_point() -> None:
    """There is no line to draw, but the values are in the description."""
    once = replace(RUN, history={name: values[:1] for name, values in RUN.history.items()})
    root = read(draw([once]))
    assert list(root.iter(f"{SVG}polyline")) == []
    assert len([each for each in root.iter(f"{SVG}circle") if each.get("fill") != "none"]) == 4


@given(st.lists(finite, min_size=1, max_size=30))
def test_any_finite_history_can_be_drawn(values: list[float]) -> None:
    """For values of any size, every coordinate is inside the picture."""
    root = read(draw([Curves("3f9a", "any", {"loss": values, "val_loss": values}, 1)]))
    places = [each for line in root.iter(f"{SVG}polyline") for each in str(line.get("points")).split()]
    width, height = float(str(root.get("width"))), float(str(root.get("height")))
    for place in places:
        x, y = map(float, place.split(","))
        assert 0 <= x <= width
        assert 0 <= y <= height


@given(st.lists(finite, min_size=1))
def test_ticks_are_few_and_inside_the_panel(values: list[float]) -> None:
    """Ticks are round numbers that fit the panel."""
    scale = around(values, 220, 0)
    ticks = scale.ticks()
    assert 1 <= len(ticks) <= 7
    rounding = 1e-9 * (scale.high - scale.low)
    assert all(scale.low - rounding <= value <= scale.high + rounding for value, _ in ticks)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1))
def test_a_scale_begins_and_ends_with_a_tick(values: list[float]) -> None:
    """So an axis has round numbers at its ends, and no value is outside."""
    scale = around(values, 220, 0)
    ticks = [value for value, _ in scale.ticks()]
    assert (ticks[0], ticks[-1]) == (pytest.approx(scale.low), pytest.approx(scale.high))
    rounding = 1e-6 * (scale.high - scale.low)
    assert scale.low - rounding <= min(values) <= max(values) <= scale.high + rounding


def test_training_and_validation_have_their_own_scales() -> None:
    """A large training loss does not flatten the validation loss."""
    history = {"loss": [200.0, 100.0], "val_loss": [0.2, 0.1]}
    runs = [Curves(name, name, history, 2) for name in ("one", "other")]
    shown = texts(draw(runs))
    assert {"200", "100", "0.20", "0.10"} <= {*shown}


def test_a_picture_in_a_page_has_no_title_of_its_own() -> None:
    """It is still there for screen readers."""
    picture = draw([RUN], is_titled=False)
    assert texts(picture)[0] == "loss"
    assert (
        read(picture).findtext(f"{SVG}title") == "relu-dropout with rmsprop on fashion-mnist, seed 42 (3f9a)"
    )


@given(st.lists(st.floats(0, 220), min_size=1, max_size=14))
def test_labels_do_not_overlap(places: list[float]) -> None:
    """If all of them fit, they are at least a row apart and inside the panel."""
    found = sorted(spread(places, ROW / 2, HEIGHT - ROW / 2))
    assert all(high - low >= ROW - 1e-6 for low, high in pairwise(found))
    assert found[0] >= ROW / 2 - 1e-6
    assert found[-1] <= HEIGHT - ROW / 2 + 1e-6


def test_drawing_needs_only_the_standard_library() -> None:
    """Drawing a run imports neither Keras nor NumPy."""
    program = (
        "import sys; from zoo.drawing.curves import Curves, draw; "
        "draw([Curves('3f9a', 't', {'loss': [1.0]}, 1)]); "
        "print({'numpy', 'keras', 'rich', 'click', 'matplotlib'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_the_best_epoch_has_a_ring() -> None:
    """It is on the validation line, in the panels of the loss and of the metric."""
    history = {"loss": [3.0, 2.0, 1.0], "val_loss": [3.0, 1.0, 2.0], "accuracy": [0.1, 0.2, 0.3]}
    picture = ET.fromstring(draw([Curves("3f9a", "one", history | {"val_accuracy": [0.1, 0.3, 0.2]}, 2)]))
    rings = [
        (each.get("cx"), each.get("cy")) for each in picture.iter(f"{SVG}circle") if each.get("r") == "9"
    ]
    lines = [(each.get("points") or "").split() for each in picture.iter(f"{SVG}polyline")]
    assert [",".join(map(str, ring)) for ring in rings] == [lines[1][1], lines[3][1]]


def test_means_end_with_the_shortest_run() -> None:
    """The best epoch is that of the mean, which can differ from every run's."""
    one = Curves("3f9a", "", {"loss": [3.0, 2.0], "val_loss": [4.0, 2.0]}, 2)
    other = Curves("a914", "", {"loss": [1.0, 2.0, 9.0], "val_loss": [2.0, 6.0, 1.0]}, 3)
    bands = {"loss": [(1.0, 3.0), (2.0, 2.0)], "val_loss": [(2.0, 4.0), (2.0, 6.0)]}
    expected = Curves("row 1", "both", {"loss": [2.0, 2.0], "val_loss": [3.0, 4.0]}, 1, bands)
    assert mean_of("row 1", "both", [one, other]) == expected
    assert mean_of("row 1", "one", [one]) == replace(one, name="row 1", title="one")


def test_means_have_a_band_from_the_lowest_to_the_highest_seed() -> None:
    """It is inside the panel, and explained below; the mean of one run has none."""
    one, other = (
        Curves(name, "", {"loss": [at, 2.0], "val_loss": [at, 2.0]}, 2)
        for name, at in (("a", 1.0), ("b", 9.0))
    )
    picture = ET.fromstring(draw([mean_of("two", "means", [one, other]), mean_of("one", "single", [one])]))
    areas = [each for each in picture.iter(f"{SVG}polygon") if each.get("fill-opacity")]
    assert [each.get("class") for each in areas] == ["mark0", "mark0"]
    places = [tuple(map(float, each.split(","))) for each in (areas[0].get("points") or "").split()]
    line = next(each for each in picture.iter(f"{SVG}polyline") if each.get("class") == "line0")
    mean = [tuple(map(float, each.split(","))) for each in (line.get("points") or "").split()]
    assert [x for x, _ in places] == [mean[0][0], mean[1][0], mean[1][0], mean[0][0]]
    assert places[3][1] < mean[0][1] < places[0][1]
    assert (places[0][1] - places[3][1]) < HEIGHT
    said = "A band is from the lowest to the highest of the seeds."
    assert said in texts(ET.tostring(picture, "unicode"))
    assert said in texts(draw([mean_of("two", "means", [one, other])]))
    assert said not in texts(draw([one, other]))
