"""What the figures of a training call for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from zoo.comparison.advice import Advice, advice
from zoo.comparison.baselines import Baseline, Baselines
from zoo.runs import RunRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

ZOO = ["zoo", "train", "relu-flatten", "-d", "iris"]
FALLING, STILL, RISING = [1.0, 0.9, 0.8], [1.0, 0.9, 0.89], [1.0, 0.5, 0.8]


def record(losses: Sequence[float], **known: Any) -> RunRecord:
    """A completed run with these values of `val_loss` and validation accuracy 0.75."""
    begun = RunRecord(
        *("20260101T000000Z-x-3f9a", "completed", "relu-flatten", "rmsprop", "iris"),
        *("tensorflow", "loop", 1, 42, 32, 100, len(losses)),
        examples={"training": 96, "validation": 24, "test": 30},
        metrics={"validation": {"loss": losses[-1], "accuracy": 0.75}},
        command=ZOO,
    )
    made = begun.after({"val_loss": list(losses)}, [1.0] * len(losses), "last")
    return replace(made, **known)


def baselines(*accuracies: float) -> Baselines:
    """One of scikit-learn's models with this accuracy in each fold."""
    rows = (Baseline("SGDClassifier", {}, accuracies, 0.1),)
    return Baselines("iris", "sha256:0", "accuracy", 120, "rows", "1.9", rows)


@pytest.mark.parametrize(
    ("losses", "known", "expected"),
    [
        (FALLING, {}, [("val_loss was still falling in epoch 3", "--epochs 100")]),
        (FALLING, {"batch_size": 1}, [("val_loss was still falling in epoch 3", "--epochs 12")]),
        (RISING, {}, [("epoch 2 was the best, and the last one is kept", "--keep best")]),
        (RISING, {"kept_epoch": 2}, []),
        (STILL, {}, []),
        (FALLING[:1], {}, []),
        (FALLING, {"stopped": "EarlyStopping after epoch 3"}, []),
        (FALLING, {"status": "interrupted"}, []),
        (FALLING, {"metrics": {"validation": {"loss": 0.8, "accuracy": 1.0}}}, []),
        (FALLING, {"command": []}, []),
        (FALLING, {"command": ["zoo", "train", "--plan", "mine.toml"]}, []),
        (FALLING, {"command": ["zoo", "train", "--plan=mine.toml"]}, []),
        (RISING, {"command": ["zoo", "train", "runs/3f9a/plan.toml"]}, []),
    ],
)
def test_advice_follows_from_the_losses(
    losses: list[float], known: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """The command is the run's own, with one option more."""
    typed = " ".join(ZOO)
    assert advice(record(losses, **known), None) == [
        Advice(sentence, f"{typed} {option}") for sentence, option in expected
    ]


@pytest.mark.parametrize("given", [["-e", "3"], ["--epochs", "3"], ["--epochs=3"], ["-e3"]])
def test_the_number_of_epochs_is_replaced(given: list[str]) -> None:
    """However it was typed."""
    (found,) = advice(record(FALLING, command=[*ZOO[:3], *given, *ZOO[3:]]), None)
    assert found.command == "zoo train relu-flatten -d iris --epochs 100"


def test_a_baseline_that_does_as_well_is_named() -> None:
    """An equal one too; the advice about epochs comes after it."""
    run = record(FALLING)
    said = "SGDClassifier does as well: accuracy 0.7500 in cross-validation, 0.7500 here"
    assert advice(run, baselines(0.7, 0.8)) == [Advice(said, "zoo baseline iris"), *advice(run, None)]
    assert advice(run, baselines(0.7, 0.79)) == advice(run, None)


def test_the_command_for_baselines_has_the_options_of_the_data() -> None:
    """As they were typed: the baselines are split as the run's data."""
    own = ["--target", "y", "--drop=a", "--group", "who"]
    typed = ["zoo", "train", "relu-flatten", "--dataset=my data.csv", *own, "--epochs", "3"]
    found, *_ = advice(record(STILL, command=typed), baselines(0.9, 0.9))
    assert found.command == "zoo baseline 'my data.csv' --target y --drop=a --group who"


@pytest.mark.parametrize("losses", [FALLING, RISING])
def test_the_name_of_the_run_is_left_out(losses: list[float]) -> None:
    """Two runs of one name can't be told apart by it."""
    (found,) = advice(record(losses, command=[*ZOO, "--name", "mine"]), None)
    assert "--name" not in found.command
