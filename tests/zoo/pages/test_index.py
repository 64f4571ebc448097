"""The rows of the catalogue."""

from __future__ import annotations

from dataclasses import replace

import pytest

import zoo
from tests.zoo.pages.samples import DIGEST, row
from zoo.pages import measured
from zoo.pages.index import Row, index


@pytest.fixture(autouse=True)
def _measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some results; the one with the largest accuracy is not that of the usual training."""
    errors = {"loss": [1.0, 1.0], "mean_absolute_error": [41.0, 43.0]}
    rows = (
        row("relu-flatten", "muon", "fashion-mnist", 0.95),
        row("relu-flatten", "adam", "fashion-mnist", 0.9),
        row("relu-flatten", "adam", "digits", 0.99),
        row("relu-dropout", "adam", "fashion-mnist", 0.92),
        replace(row(dataset="diabetes"), metrics={"validation": errors, "test": errors}),
    )
    monkeypatch.setattr(measured, "measured", lambda: rows)


def _of(name: str, data: dict[str, str] | None = None) -> Row:
    (found,) = index([zoo.show(name)], data or {})
    return found


def test_a_model_is_compared_with_others_in_the_usual_training() -> None:
    """With Adam on Fashion-MNIST, not with what is best on the test split."""
    assert _of("relu-flatten") == Row(
        "relu-flatten",
        "model",
        "79,510",
        "158,800",
        "0.9000 ± 0.0141",
        "with adam on fashion-mnist, 2 epochs, 2 seeds",
        "One ReLU hidden layer of 100 units",
    )


def test_an_optimizer_is_compared_with_others_on_one_model() -> None:
    """That of most optimizers; it has neither parameters nor FLOPs."""
    assert _of("adam")[1:6] == (
        "optimizer",
        "–",
        "–",
        "0.9000 ± 0.0141",
        "relu-flatten on fashion-mnist, 2 epochs, 2 seeds",
    )


def test_a_dataset_has_the_best_result_and_says_of_how_many() -> None:
    """An error is not in the column of accuracies."""
    assert _of("fashion-mnist")[4:6] == (
        "0.9500 ± 0.0141",
        "the best of 3: relu-flatten with muon, 2 epochs, 2 seeds",
    )
    assert _of("diabetes")[4:6] == (
        "–",
        "mlp with adam, 2 epochs, 2 seeds: mean_absolute_error 42.0000 ± 1.4142",
    )


def test_weights_have_the_result_of_their_training() -> None:
    """It is one; there is no deviation."""
    assert _of("conv-2.fashion-mnist")[1:6] == (
        "weights",
        "333,526",
        "–",
        "0.9115",
        "with adam on fashion-mnist, 10 epochs, 1 seed",
    )


def test_what_was_not_measured_says_so() -> None:
    """No dataset that fits is built in."""
    assert _of("text-cnn")[4:6] == ("–", "not measured: no built-in dataset fits")


def test_a_stale_figure_is_marked() -> None:
    """As the data has changed here; that of a regression too."""
    assert _of("diabetes", {"diabetes": "other"})[5].endswith(
        ": mean_absolute_error 42.0000 ± 1.4142 (stale)"
    )
    assert _of("digits", {"digits": DIGEST})[4] == "0.9900 ± 0.0141"
    assert _of("digits", {"digits": "other"})[4] == "0.9900 ± 0.0141 (stale)"
