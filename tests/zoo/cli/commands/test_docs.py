"""`zoo docs`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from tests.zoo.pages.samples import row
from zoo.cli import console
from zoo.pages import measured

if TYPE_CHECKING:
    from collections.abc import Callable

MODEL = """\
# tiny

Three units.

Model, a file.

| Property | Value |
| --- | --- |
| parameters | 2,395 (9.4 KB) |
| FLOPs for one example | 4,764 |
| input | (28, 28) |
| task | classification, 10 classes |
| loss | sparse_categorical_crossentropy |

```sh
zoo train ./tiny.toml
```

## Layers

| Layer | Type | Output shape | Parameters | FLOPs | Settings |
| --- | --- | --- | ---: | ---: | --- |
| flatten | Flatten | (None, 784) | 0 | 0 |  |
| dense | Dense | (None, 3) | 2,355 | 4,704 | `units=3` |
| head | Head | (None, 10) | 40 | 60 | `logits=False (10 units, softmax)` |
| **Total** |  |  | **2,395** | **4,764** | **9.4 KB** |

## Declaration

```toml
{}```
"""
TINY = """\
kerazoo = 1
kind = "model"
summary = "three units"

[[layers]]
type = "Flatten"

[[layers]]
type = "Dense"
units = 3

[[layers]]
type = "Head"
"""
OTHER = """\
import zoo
NET = zoo.ModelSpec(summary="another *one*", layers=(zoo.Flatten(), zoo.Head()))
"""
PROGRAM = """
import sys
from zoo.cli.group import main
try:
    main(["docs", "relu-dropout"])
finally:
    print([name for name in ("keras", "tensorflow", "numpy", "sklearn") if name in sys.modules], file=sys.stderr)
"""


@pytest.fixture
def _measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is one result."""
    monkeypatch.setattr(measured, "measured", lambda: (row(),))


def test_a_file_has_a_page_as_markdown(zoo: Callable) -> None:
    """In a pipe; nothing was measured, and there are no pictures."""
    Path("tiny.toml").write_text(TINY, encoding="utf-8")
    assert zoo("docs", "./tiny.toml") == (0, MODEL.format(TINY), "")


@pytest.mark.usefixtures("_measured")
def test_a_built_in_name_has_its_results_with_their_command(zoo: Callable) -> None:
    """The mean and the standard deviation over the seeds."""
    said = zoo("docs", "mlp")
    assert (said.code, said.err) == (0, "")
    assert "| adam | iris | 4,675 | 2 | 0.9000 ± 0.0141 | 0.9000 ± 0.0141 |" in said.out
    assert "zoo sweep mlp --optimizer adam --dataset iris --epochs 2 --seeds 2" in said.out


def test_a_plugin_has_a_page(zoo: Callable, install: Callable[..., Path]) -> None:
    """It says where the name is from, and has no results of Kerazoo's model of the same name."""
    install("zoo-other", "[zoo.models]\nmlp = other_module:NET\n", {"other_module.py": OTHER})
    lines = zoo("docs", "zoo-other:mlp").out.splitlines()
    assert lines[:6] == ["# mlp", "", "Another \\*one\\*.", "", "Model, zoo-other 1.0.", ""]
    assert "zoo train zoo-other:mlp" in lines
    assert "## Results" not in lines


def test_a_model_without_data_says_that_it_is_not_measured(zoo: Callable) -> None:
    """No figure is invented, and its command names no dataset that does not fit."""
    out = zoo("docs", "text-cnn").out
    assert (
        "\n\nNo result is published for this model: nothing that fits it is among the built-in datasets.\n"
        in out
    )
    assert "\nzoo train text-cnn --dataset DATASET\n" in out


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("momentum", "| momentum | 0.9 | this preset; Keras's default is 0.0 |"),
        ("fashion-mnist-sample", "| training | 4,800 | (4800, 28, 28) | uint8 | 0 to 255 |"),
        ("relu-flatten.fashion-mnist", "| licence | Apache-2.0 |"),
        ("cosine", "zoo train relu-dropout --schedule cosine"),
        ("auc", "zoo train MODEL --dataset DATASET --metrics auc"),
        ("huber", "zoo train MODEL --dataset DATASET --loss huber"),
    ],
)
def test_every_kind_of_name_has_a_page(zoo: Callable, name: str, line: str) -> None:
    """Its name is the heading."""
    said = zoo("docs", name)
    lines = said.out.splitlines()
    assert (said.code, lines[0], line in lines) == (0, f"# {name}", True)


def test_an_unknown_name_is_a_one_sentence_error(zoo: Callable) -> None:
    """With the nearest one."""
    wanted = (
        "error: no model, optimizer, dataset or weights is called 'relu-droput'; did you mean relu-dropout?\n"
    )
    assert zoo("docs", "relu-droput") == (2, "", wanted)


def test_data_has_no_page(zoo: Callable) -> None:
    """Its options are those of zoo show."""
    wanted = "wanted a registered name or a TOML file, or zoo show flowers.csv"
    assert zoo("docs", "flowers.csv") == (2, "", f"error: flowers.csv has no page; {wanted}\n")


@pytest.mark.usefixtures("_measured")
def test_the_page_is_written_as_one_file(zoo: Callable) -> None:
    """With the curves and the layers drawn; an existing file is kept."""
    assert zoo("docs", "mlp", "-o", "mlp.html") == (0, "mlp.html\n", "")
    page = Path("mlp.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 2
    assert "<title>Layers of mlp</title>" in page
    assert "src=" not in page
    assert zoo("docs", "mlp", "-o", "mlp.html").code == 1
    assert zoo("docs", "mlp", "-o", "mlp.html", "--force").code == 0
    assert zoo("docs", "mlp", "-o", "mlp.pdf").code == 2


def test_the_page_is_opened_in_the_browser(zoo: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without -o it is written to a temporary folder; its path is printed."""
    monkeypatch.setattr(tempfile, "tempdir", str(Path.cwd()))
    opened: list[str] = []
    monkeypatch.setattr(click, "launch", opened.append)
    said = zoo("docs", "sgd", "--open")
    assert (said.code, [f"{opened[0]}\n"]) == (0, [said.out])
    assert "<h1>sgd</h1>" in Path(opened[0]).read_text(encoding="utf-8")


@pytest.mark.usefixtures("_measured")
def test_json_has_the_page_and_the_values_of_each_seed(zoo: Callable) -> None:
    """And what has changed since they were measured."""
    said = zoo("docs", "mlp", "--json")
    found = json.loads(said.out)
    page = zoo("docs", "mlp").out
    (result,) = found.pop("results")
    assert found == {"kind": "model", "name": "mlp", "markdown": page}
    assert result == {
        "model": "mlp",
        "optimizer": "adam",
        "dataset": "iris",
        "train": {"epochs": 2},
        "seeds": [42, 43],
        "parameters": 4_675,
        "examples": {"training": 96, "validation": 24, "test": 30},
        "metrics": row().metrics,
        "versions": {"kerazoo": "0.1.0", "keras": "3.15.1", "tensorflow": "2.21.0"},
        "command": "zoo sweep mlp --optimizer adam --dataset iris --epochs 2 --seeds 2",
        "stale": [],
    }


@pytest.mark.usefixtures("_measured")
def test_on_a_terminal_it_has_tables(zoo: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """Headings, tables as in `zoo show`, and commands to copy, without the marks of Markdown."""
    monkeypatch.setattr(console, "moves", lambda _: True)
    lines = zoo("docs", "mlp").out.splitlines()
    assert lines[:3] == ["mlp", "Rows: two ReLU hidden layers of 64 units.", "Model, built in."]
    assert "  zoo sweep mlp --optimizer adam --dataset iris --epochs 2 --seeds 2" in lines
    assert "hidden1  Dense    (None, 64)        50,240  100,352  units=64 activation=relu" in lines
    assert not [line for line in lines if line.startswith(("#", "|", "```"))]


def test_the_page_of_a_model_needs_neither_keras_nor_numpy() -> None:
    """It is printed as quickly as `zoo show`."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"
