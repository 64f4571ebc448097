"""`zoo lr`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NoReturn

import pytest

import zoo as kerazoo
from zoo.api.range_test import RangeTest, suggested
from zoo.builtin.datasets import fashion_mnist
from zoo.errors import DatasetNotFound

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.zoo.cli.conftest import Said


def test_a_learning_rate_is_proposed_and_only_the_picture_is_left(
    zoo: Callable[..., Said], tmp_path: Path
) -> None:
    """The rate is one of the tested ones; a second test overwrites the picture only with --force."""
    words = ("lr", "relu-flatten", "-d", "wine", "--optimizer", "sgd", "--steps", "40")
    words = (*words, "--loss", "categorical_focal_crossentropy", "--class-weight", "balanced")
    code, out, err = zoo(*words, "--min-rate", "1e-4", "--json")
    found = json.loads(out)
    assert (code, err, found["picture"]) == (0, "", "lr.svg")
    assert 1e-4 < found["suggestion"] < found["rates"][-1] <= 10
    assert len(found["rates"]) == len(found["losses"]) <= 40
    assert [each.name for each in tmp_path.iterdir()] == ["lr.svg"]
    picture = (tmp_path / "lr.svg").read_text()
    assert ">relu-flatten with sgd on wine<" in picture
    assert f">{found['suggestion']:.2g}<" in picture
    said = "error: lr.svg exists; overwrite it with --force or choose another name with -o\n"
    assert zoo(*words) == (1, "", said)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("relu-dropuot", "no model is called 'relu-dropuot'; did you mean relu-dropout?"),
        ("relu-dropout --steps 5", "--steps 5 is too small; wanted a whole number from 20 to 10,000"),
        ("relu-dropout --min-rate 1 --max-rate 0.1", "--min-rate 1 is not below the largest rate, 0.1"),
        (
            "relu-dropout -d wine --class-weight class_9=2",
            "--class-weight class_9=2.0 is for no class of wine; did you mean class_2?",
        ),
        ("relu-dropout --precision half", "--precision half is not known; "),
        ("relu-dropout --min-rate 0", "--min-rate 0 is too small; wanted a number above 0"),
        (
            "relu-dropout --set lr=0.1",
            "--lr 0.1 has no effect: the test sets the learning rate; leave it out",
        ),
    ],
)
def test_a_usage_error_is_one_sentence(
    zoo: Callable[..., Said], tmp_path: Path, words: str, sentence: str
) -> None:
    """Nothing is written."""
    code, out, err = zoo("lr", *words.split())
    assert (code, out) == (2, "")
    assert err.startswith(f"error: {sentence}")
    assert [*tmp_path.iterdir()] == []


RATES = tuple(10 ** (step / 20 - 5) for step in range(101))
"""From 1e-5 to 1."""


def test_the_steepest_fall_is_proposed() -> None:
    """The loss falls fastest at 0.001, and rises beyond 0.1."""
    losses = tuple(2 - 1 / (1 + (1e-3 / rate) ** 2) + 5 * max(0.0, rate - 0.1) for rate in RATES)
    assert suggested(RATES, losses) == pytest.approx(1e-3, rel=0.2)


@pytest.mark.parametrize("losses", [(2.0,) * 101, tuple(2 + rate for rate in RATES)])
def test_nothing_is_proposed_if_the_loss_does_not_fall(losses: tuple[float, ...]) -> None:
    """The picture is drawn all the same."""
    assert suggested(RATES, losses) is None
    assert "is proposed" not in RangeTest("net with sgd on iris", RATES, losses, None).to_svg()


@pytest.mark.long
def test_the_title_names_the_data_that_was_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the full data, that is the sample."""

    def missing() -> NoReturn:
        raise DatasetNotFound("fashion-mnist is nowhere")

    monkeypatch.setattr(fashion_mnist, "load_full", missing)
    found = kerazoo.range_test("softmax-1layer", "sgd", steps=20)
    assert found.title == "softmax-1layer with sgd on fashion-mnist-sample"
