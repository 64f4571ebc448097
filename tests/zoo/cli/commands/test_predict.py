"""`zoo predict`."""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

import zoo as package
from tests.zoo.inference.inputs.pictures import png
from zoo.cli import console
from zoo.cli.commands.predict import several

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run on digits."""
    folder = tmp_path_factory.mktemp("runs")
    return Path(package.train("relu-flatten", "adam", "digits", epochs=3, runs_dir=folder).path)


@pytest.fixture
def trained(zoo: Callable, run: Path) -> str:
    """The short id of a copy of the run in the folder runs/."""
    shutil.copytree(run, Path("runs") / run.name)
    return run.name[-4:]


def one() -> np.ndarray:
    """A handwritten 1 as an RGB image of 28×28 pixels with a white background."""
    image = np.full((28, 28, 3), 255, np.uint8)
    image[3:25, 12:16] = 0
    return image


def without_figures(text: str) -> list[str]:
    """The lines of a text, with decimals as # and repeated spaces as one."""
    return [re.sub(r" +", " ", re.sub(r"\d\.\d{4}", "#", line)) for line in text.splitlines()]


def test_an_image_is_predicted_with_its_class_and_probability(zoo: Callable, trained: str) -> None:
    """A note describes how the image was converted."""
    Path("one.png").write_bytes(png(one()))
    code, out, err = zoo("predict", trained, "one.png")
    assert (code, err) == (
        0,
        "note: one.png: resized from 28×28 to 8×8, converted to grey, inverted (light background)\n",
    )
    head, rule, row = out.splitlines()
    assert re.sub(r" +", " ", head) == "Image Class Probability Next"
    assert set(rule) == {"─"}
    assert re.fullmatch(r"one\.png \d # (\d #(, \d #)?)?", without_figures(row)[0])


def test_the_table_has_the_first_twenty_examples_of_a_split(zoo: Callable, trained: str) -> None:
    """It has the true classes, and a note has the number of all examples."""
    code, out, err = zoo("predict", trained)
    lines = without_figures(out)
    assert (code, lines[0], len(lines)) == (0, "Image Class True Probability Next", 22)
    assert [line.split()[0] for line in lines[2:]] == [str(number) for number in range(20)]
    assert err == "note: the first 20 of 360; --limit 360 shows all of them\n"


def test_json_and_csv_have_all_examples(zoo: Callable, trained: str) -> None:
    """JSON and CSV are not limited to 20, and nothing else is printed on stdout."""
    code, out, err = zoo("predict", trained, "--json")
    assert (code, err, len(json.loads(out)["predictions"])) == (0, "", 360)
    assert len(zoo("predict", trained, "--split", "validation", "--format", "csv").out.splitlines()) == 289


def test_the_format_of_stdin_is_detected(
    zoo: Callable, trained: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An image, an array or rows, by the first bytes."""
    array = io.BytesIO()
    np.save(array, np.zeros((2, 8, 8), np.uint8))
    for content, names in ((png(np.zeros((8, 8), np.uint8)), ["stdin"]), (array.getvalue(), ["0", "1"])):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        out = zoo("predict", trained, "-", "--format", "jsonl").out
        assert [json.loads(line)["example"] for line in out.splitlines()] == names


def test_output_is_written_to_a_file(zoo: Callable, trained: str) -> None:
    """Its suffix is the format; an existing file is only overwritten with `--force`."""
    code, out, err = zoo("predict", trained, "--limit", "2", "-o", "a.jsonl")
    assert (code, out, err) == (0, "", "2 predictions: a.jsonl\n")
    before = Path("a.jsonl").read_text()
    assert len(before.splitlines()) == 2
    exists = "error: a.jsonl exists; overwrite it with --force or choose another name with -o\n"
    assert zoo("predict", trained, "-o", "a.jsonl") == (1, "", exists)
    assert Path("a.jsonl").read_text() == before
    assert zoo("predict", trained, "--limit", "1", "-o", "a.jsonl", "--force").code == 0
    assert len(Path("a.jsonl").read_text().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["nosuch.png"], 1, "nosuch.png can't be read: no such file or directory"),
        (
            ["-o", "a.txt"],
            2,
            "a.txt has no known suffix; wanted .csv, .jsonl, .json, .npy or .npz, or --format",
        ),
        (
            ["--json", "--format", "csv"],
            2,
            "--json and --format csv are both given; wanted one of them",
        ),
        (["--limit", "none"], 2, "--limit none is not a number; wanted a whole number of at least 1"),
    ],
)
def test_an_error_is_one_sentence(
    zoo: Callable, trained: str, arguments: list[str], code: int, sentence: str
) -> None:
    """Nothing is printed on stdout."""
    assert zoo("predict", trained, *arguments) == (code, "", f"error: {sentence}\n")


def test_images_are_drawn_in_a_terminal_with_colours(
    zoo: Callable, trained: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are drawn with half blocks above the table, with their classes below."""
    monkeypatch.setattr(console, "draws", lambda: True)
    out = zoo("predict", trained, "--limit", "3").out
    drawn = out.split("\n\n")[0].splitlines()
    assert [line.rstrip() for line in drawn[:4]] == ["  ".join(["▀" * 8] * 3)] * 4
    assert len(drawn[4].split()) == 3


@pytest.mark.parametrize(
    ("words", "runs", "files"),
    [
        (("a1b2", "c3d4"), ("3f9a", "a1b2", "c3d4"), ()),
        (("a1b2", "boot.png", "shirt"), ("3f9a", "a1b2"), ("boot.png", "shirt")),
        (("-",), ("3f9a",), ("-",)),
        (("runs/one", "images"), ("3f9a", "runs/one"), ("images",)),
    ],
)
def test_runs_of_an_ensemble_come_before_the_files(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    runs: tuple[str, ...],
    files: tuple[str, ...],
) -> None:
    """A folder is a run if it has a record."""
    monkeypatch.chdir(tmp_path)
    for each in ("runs/one", "images"):
        Path(each).mkdir(parents=True)
    Path("runs/one/run.json").touch()
    assert several("3f9a", words) == (runs, files)
