"""`zoo show` and completion for named weights."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from tests.zoo.weights.samples import NAME, built_in
from zoo.cli.parameters import Trained

if TYPE_CHECKING:
    from collections.abc import Callable

CARD = """\
softmax-1layer.fashion-mnist: Adam, batches of 128, the best of 20 epochs (weights, built in)

Property            Value
────
model               softmax-1layer, 7,850 parameters
trained on          48,000 training images of fashion-mnist
dataset digest      sha256:51bad0352284eacba9865b8317af0b9281dae4f52f7f667217f2ee65f7069790
input               (28, 28), divided by 255
classes             T-shirt/top, Trouser, Pullover, Dress, Coat, Sandal, Shirt, Sneaker, Bag, Ankle boot
test metrics        loss 0.4430  accuracy 0.8444 (10,000 images)
validation metrics  loss 0.4146  accuracy 0.8552 (12,000 images)
command             zoo train softmax-1layer --dataset fashion-mnist --optimizer adam --batch-size 128 --epochs 20 --keep best --name softmax-1layer.fashion-mnist --progress plain
kept                epoch 20 of 20 in 18.1 s
run                 20261127T074136Z-softmax-1layer-adam-f17e, tensorflow
versions            python 3.11.7, kerazoo 0.1.0, keras 3.15.1, tensorflow 2.21.0, numpy 2.4.6
spec digest         sha256:425977031a1916b84fec58eff2c114b2bf83dbc6e2d39de5a3bcaad43542afd4
plan digest         sha256:8b49e4640219af82ace49bd0354e7e15438b7f7e5049e7d801f3d241806bc66e
file                softmax-1layer.fashion-mnist.safetensors, 30.8 KB, 2 variables, float32
file digest         sha256:d21b283418718190a371a11e6198cc64a0243b18083e910355a8b3d08dcfbbfb
licence             Apache-2.0
"""


def test_the_card_has_every_fact_of_the_declaration(zoo: Callable) -> None:
    """Model, data, results, recipe, digests, file and licence."""
    said = zoo("show", NAME)
    lines = ["────" if set(line) == {"─"} else line for line in said.out.splitlines()]
    assert (said.code, lines) == (0, CARD.splitlines())


def test_the_declaration_is_printed_as_it_is_in_the_file(zoo: Callable) -> None:
    """`--toml`, and as JSON with the facts of every kind before it."""
    assert zoo("show", NAME, "--toml").out == built_in().read_text("utf-8")
    document = json.loads(zoo("show", NAME, "--json").out)
    assert [*document][:5] == ["kind", "name", "distribution", "version", "summary"]
    assert (document["kind"], document["licence"], document["record"]["kept_epoch"]) == (
        "weights",
        "Apache-2.0",
        20,
    )


def test_weights_have_no_settings(zoo: Callable) -> None:
    """`--set` is for models."""
    said = zoo("show", NAME, "--set", "hidden.units=200")
    assert said.err == f"error: {NAME} are weights, which have no settings; wanted a model for --set\n"


def test_a_name_is_completed_where_a_model_is_used(zoo: Callable) -> None:
    """Beside runs, of which there are none."""
    context = click.Context(click.Command("evaluate"))
    found = Trained().shell_complete(context, click.Argument(["run"]), "relu-")
    assert [each.value for each in found] == ["relu-dropout.fashion-mnist", "relu-flatten.fashion-mnist"]


def test_the_list_has_the_facts_as_json(zoo: Callable) -> None:
    """Only weights have them."""
    [row] = json.loads(zoo("list", "--json", NAME).out)
    assert row["weights"] == {
        "model": "softmax-1layer",
        "dataset": "fashion-mnist",
        "split": "test",
        "metric": "accuracy",
        "value": 0.8443999886512756,
        "size": 31_552,
        "licence": "Apache-2.0",
    }
