"""`zoo show` of a dataset: its splits, and samples of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from tests.zoo import own
from zoo.cli import console
from zoo.drawing.png import png_of
from zoo.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Callable

IRIS = """\
iris: 150 iris flowers of 3 species, 4 measures each (dataset, built in)

Example  sepal length (cm)  sepal width (cm)  petal length (cm)  petal width (cm)  Class
─────────────────────────────────────────────────────────────────────────────────────────────
      3                5.4               3.4                1.7               0.2  setosa
      7                4.7               3.2                1.3               0.2  setosa
      1                6.7               3.1                4.7               1.5  versicolor
      0                  6                 3                4.8               1.8  virginica

4 of 96 rows of the training split.

Split       Rows  Shape    Type     Values
──────────────────────────────────────────────
training      96  (96, 4)  float64  0.1 to 7.7
validation    24  (24, 4)  float64  0.2 to 7.7
test          30  (30, 4)  float64  0.1 to 7.9

Class       Training  Validation  Test
──────────────────────────────────────
setosa            32           8    10
versicolor        30          11     9
virginica         34           5    11
"""


def test_samples_of_rows_are_a_table(zoo: Callable) -> None:
    """With the statistics of the splits; the same rows each time."""
    assert zoo("show", "iris", "--samples", "4") == (0, IRIS, "")
    shown = json.loads(zoo("show", "iris", "--samples", "4", "--json").out)
    assert [each["class"] for each in shown["samples"]] == ["setosa", "setosa", "versicolor", "virginica"]
    assert shown["samples"][3]["values"]["petal width (cm)"] == 1.8
    assert shown["splits"]["test"]["classes"] == {"setosa": 10, "versicolor": 9, "virginica": 11}


def test_own_tables_are_shown_with_their_cells(zoo: Callable) -> None:
    """Categories as text, and – for a missing one."""
    own.flowers(Path("flowers.csv"))
    code, out, _ = zoo("show", "flowers.csv", "--target", "species", "--samples", "30")
    assert code == 0
    rows = re.findall(r"^ +\d+ .* (\S+) +(\S+)$", out, re.MULTILINE)
    assert rows[:3] == [("red", "setosa"), ("red", "setosa"), ("white", "setosa")]
    assert {colour for colour, _ in rows} == {"–", "blue", "red", "white"}
    assert "30 of 96 rows of the training split." in out


def test_samples_of_images_are_drawn_on_a_terminal(zoo: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two pixels in a character, with the class below; without a terminal, a note says how to see them."""
    own.images(Path("numerals"))
    said = zoo("show", "./numerals", "--samples", "2")
    assert (said.code, "▀" in said.out) == (0, False)
    assert (
        said.err
        == "note: images are drawn on a terminal with colours; -o samples.png draws them into a file\n"
    )
    monkeypatch.setattr(console, "draws", lambda: True)
    out = zoo("show", "./numerals", "--samples", "2").out
    assert out.splitlines()[2:7] == [*["▀▀▀▀▀▀▀▀  ▀▀▀▀▀▀▀▀  "] * 4, "0         1"]


def test_samples_are_written_as_a_picture(zoo: Callable) -> None:
    """An SVG file has each image as PNG with its class; a PNG file shows the same."""
    assert zoo("show", "digits", "--samples", "-o", "d.svg") == (0, "d.svg\n", "")
    text = Path("d.svg").read_text()
    root = ET.fromstring(text)
    kinds = [each.tag.rpartition("}")[2] for each in root]
    assert kinds.count("image") == 20
    assert [each.text for each in root if each.get("text-anchor") == "middle"] == sorted([*"0123456789"] * 2)
    assert zoo("show", "digits", "--samples", "--output", "d.png").code == 0
    assert Path("d.png").read_bytes() == png_of(text)
    assert zoo("show", "digits", "--samples", "-o", "d.png").err.startswith("error: d.png exists; ")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["--samples", "digits"],
            "--samples digits is not a number; wanted a whole number, or --samples after the name",
        ),
        (
            ["digits", "--samples", "1001"],
            "--samples 1001 is too large; wanted a whole number from 1 to 1,000",
        ),
        (["sgd", "--samples"], "'sgd' is an optimizer; wanted a dataset for --samples"),
        (
            ["digits", "-o", "d.png"],
            "-o d.png has nothing to write for digits; wanted --samples or --profile",
        ),
        (["sgd", "-o", "d.png"], "-o d.png has nothing to write for sgd; wanted a model to draw"),
        (
            ["digits", "--images", "d", "-o", "d.png"],
            "-o d.png and --images are both given; wanted one of them",
        ),
        (
            ["digits", "--samples", "-o", "d.gif"],
            "d.gif can't be written; wanted a name that ends in .svg or .png",
        ),
        (
            ["iris", "--samples", "-o", "d.png"],
            "iris has rows of shape (4,), which are not drawn; leave out -o d.png",
        ),
        (
            ["digits", "--augment", "flip"],
            "--augment is given without --samples; wanted --samples too",
        ),
        (
            ["iris", "--samples", "--augment", "flip"],
            "--augment RandomFlip is for images, and the examples of iris are rows of shape 4; wanted none",
        ),
        (
            ["digits", "--samples", "--augment", "color"],
            "--augment RandomColorJitter is for coloured images, and those of digits are grey; wanted "
            "RandomContrast",
        ),
    ],
)
def test_a_usage_error_is_one_sentence(zoo: Callable, arguments: list[str], sentence: str) -> None:
    """Nothing is written."""
    assert zoo("show", *arguments) == (2, "", f"error: {sentence}\n")
    assert list(Path().iterdir()) == []


def test_of_many_classes_the_smallest_and_the_largest_are_shown(zoo: Callable) -> None:
    """Beside the number of examples."""
    np.savez("d.npz", x=np.arange(80.0)[:, None], y=[f"c{min(at // 3, 24)}" for at in range(80)])
    header, _, *splits = zoo("show", "d.npz").out.split("\n\n")[2].splitlines()
    assert re.split("  +", header)[-2:] == ["Smallest class", "Largest class"]
    assert len(splits) == 3


def test_data_of_a_plugin_is_loaded_only_for_samples(zoo: Callable, install: Callable[..., Path]) -> None:
    """Loading may take long, or need the network."""
    code = """\
from zoo import DatasetSpec, Loaded, Split, Task
def load():
    import numpy as np
    print("loading")
    return Loaded(Split(np.ones((20, 2)), np.arange(20) % 2), None, "here")
PAIRS = DatasetSpec("Pairs", Task("classification", 2), (2,), load)
"""
    install("acme", "[zoo.datasets]\npairs = acme_pairs:PAIRS", {"acme_pairs.py": code})
    said = zoo("show", "pairs")
    assert "The data is not loaded; --samples loads it and shows some examples.\n" in said.out
    assert json.loads(zoo("show", "pairs", "--json").out)["splits"] is None
    said = zoo("show", "pairs", "--samples", "2")
    assert (said.err, "training      12  (12, 2)  float64  1 to 1\n" in said.out) == ("loading\n", True)


def test_data_that_cannot_be_loaded_is_a_note(zoo: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dataset is shown without its splits."""

    def fail(_: object) -> None:
        raise DatasetError("no memory")

    monkeypatch.setattr("zoo.api.show_dataset.unscaled", fail)
    said = zoo("show", "digits")
    assert (said.code, said.err, "Split" in said.out) == (0, "note: no memory\n", False)


def test_a_thousand_columns_are_shown_and_those_with_notes(zoo: Callable) -> None:
    """JSON has all of them."""
    names = [f"c{at}" for at in range(1_202)]
    rows = [[str(at * row) for at in range(1, 1_202)] + ["1"] for row in range(1, 21)]
    lines = [[*names, "label"], *([*row, str(at % 2)] for at, row in enumerate(rows))]
    Path("wide.csv").write_text("\n".join(map(",".join, lines)))
    code, out, _ = zoo("show", "wide.csv", "--target", "label")
    shown = [line.split()[0] for line in out.splitlines() if line.startswith("c") and line[1].isdigit()]
    assert (code, shown) == (0, [*names[:1_000], "c1201"])
    assert "201 more columns; --json has all of them\n" in out
    found = json.loads(zoo("show", "wide.csv", "--target", "label", "--json").out)
    assert len(found["columns"]) == 1_202
