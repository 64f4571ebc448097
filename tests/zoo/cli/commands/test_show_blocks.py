"""`zoo show` of a model with blocks and parameters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

TOML = """\
kerazoo = 1
kind = "model"

[parameters]
width = 1.0

[[layers]]
type = "Flatten"

[[layers]]
type = "Block"
name = "stage"
repeat = 2

[[layers.layers]]
type = "Dense"
name = "dense"
units = "20 * width"

[[layers]]
type = "Head"
"""

SHOWN = """\
net (model, a file)

Layer          Type     Output shape  Parameters   FLOPs  Settings
──────────────────────────────────────────────────────────────────────────────────────────
flatten        Flatten  (None, 784)            0       0
stage_1_dense  Dense    (None, 10)         7,850  15,680  units=10
stage_2_dense  Dense    (None, 10)           110     200  units=10
head           Head     (None, 10)           110     200  logits=False (10 units, softmax)
──────────────────────────────────────────────────────────────────────────────────────────
Total                                      8,070  16,080  31.5 KB

Input (28, 28), 10 classes; change with --input-shape and --classes. Loss sparse_categorical_crossentropy. FLOPs for one example. Parameters of the spec: width=0.5; change with --set width=VALUE.
"""


@pytest.fixture(autouse=True)
def _file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("net.toml").write_text(TOML, encoding="utf-8")


def test_repeats_are_rows_and_parameters_are_listed(zoo: Callable) -> None:
    """With the value that --set gives."""
    assert zoo("show", "net.toml", "--set", "width=0.5") == (0, SHOWN, "")


def test_json_has_the_parameters_of_the_spec(zoo: Callable) -> None:
    """Beside the number of weights."""
    document = json.loads(zoo("show", "net.toml", "--json").out)
    assert (document["settings"], document["parameters"]) == ({"width": 1.0}, 16_330)


def test_toml_is_as_declared(zoo: Callable) -> None:
    """With the changed settings, and without the rows of repeats."""
    expected = TOML.replace("1.0", "0.5").replace("repeat = 2", "repeat = 3").replace('name = "dense"\n', "")
    shown = zoo("show", "net.toml", "--set", "width=0.5", "--set", "stage[*].repeat=3", "--toml")
    assert shown == (0, expected, "")
