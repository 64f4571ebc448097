"""`zoo train --dry-run`."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.zoo.cli.samples import IRIS

if TYPE_CHECKING:
    from collections.abc import Callable

FORESEEN = """\
softmax-1layer with sgd on iris: 2 epochs, batch size 32, seed 42
96 training, 24 validation, 30 test rows; found in scikit-learn #

Property                            Value
───────────────────────────────────────────────────────────────────
loss                                sparse_categorical_crossentropy
steps                               3 in an epoch, 6 in all
backend                             tensorflow, 1 thread
expected memory                     #
  Keras and its backend             #
  data                              5.9 KB
  weights, gradients and optimizer  840 B
  a batch                           2.8 KB

Layer    Type     Output shape  Parameters  FLOPs  Settings
──────────────────────────────────────────────────────────────────────────────────
flatten  Flatten  (None, 4)              0      0
output   Head     (None, 3)             15     24  logits=False (3 units, softmax)
──────────────────────────────────────────────────────────────────────────────────
Total                                   15     24  60 B

Nothing was trained. With --quiet, the plan is printed as TOML, a file for --plan."""
MEASURED = ("expected memory", "  Keras and")


def test_the_steps_and_the_memory_are_printed(zoo: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is trained, and Keras is not started."""
    monkeypatch.setattr("zoo.training.backend.start", None)
    code, out, err = zoo(*IRIS, "--threads", "1", "--dry-run")
    lines = [
        line.partition("scikit-learn")[0] + "scikit-learn #" if "found in" in line else line
        for line in out.splitlines()
    ]
    shown = [line.rpartition("  ")[0] + "  #" if line.startswith(MEASURED) else line for line in lines]
    assert (code, err, Path("runs").exists()) == (0, "", False)
    assert "\n".join(shown) == FORESEEN


def test_quiet_prints_a_plan_that_can_be_trained(zoo: Callable) -> None:
    """The same plan comes of it."""
    _, out, _ = zoo(*IRIS, "--lr", "0.5", "--dry-run", "-q")
    Path("mine.toml").write_text(out)
    code, again, _ = zoo("train", "--plan", "mine.toml", "--dry-run", "-q")
    assert (code, again, tomllib.loads(out)["optimizer"]["learning_rate"]) == (0, out, 0.5)


def test_json_has_the_record_the_steps_and_the_memory(zoo: Callable) -> None:
    """The record has no id yet."""
    _, out, _ = zoo(*IRIS, "--dry-run", "--json")
    found = json.loads(out)
    memory = found["expected_memory"]
    assert [found[key] for key in ("id", "status", "loss", "steps_per_epoch", "steps")] == [
        "",
        "running",
        "sparse_categorical_crossentropy",
        3,
        6,
    ]
    assert memory["total"] == sum(size for what, size in memory.items() if what != "total")
    assert found["plan"]["objective"]["metric"] == "sparse_categorical_accuracy"


def test_errors_are_those_of_a_training(zoo: Callable) -> None:
    """With the same exit code."""
    code, _, err = zoo("train", "relu-dropout", "-d", "iris", "--set", "hiden.units=5", "--dry-run")
    assert (code, err.splitlines()[0]) == (
        2,
        "error: --set hiden.units=5 names no layer of relu-dropout; did you mean hidden.units?",
    )


@pytest.mark.parametrize(
    ("accumulated", "batch", "epochs", "expected"),
    [
        (
            "7",
            "32",
            "2",
            "7 is more than the training has steps, 6, so no weight would change; wanted at most 6",
        ),
        ("2", "96", "1", "2 is more than the training has steps, 1, so no weight would change; wanted none"),
    ],
)
def test_gradients_that_are_never_applied_are_refused(
    zoo: Callable, accumulated: str, batch: str, epochs: str, expected: str
) -> None:
    """Keras would accumulate them until the end, and report an untrained model."""
    setting = "optimizer.gradient_accumulation_steps"
    code, out, err = zoo(*IRIS, "-b", batch, "-e", epochs, "--dry-run", "--set", f"{setting}={accumulated}")
    assert (code, out, err) == (2, "", f"error: --set {setting}={expected}\n")


def test_gradients_that_are_applied_once_are_accepted(zoo: Callable) -> None:
    """At the last step."""
    setting = "optimizer.gradient_accumulation_steps"
    assert zoo(*IRIS, "-e", "2", "--dry-run", "--set", f"{setting}=6")[0] == 0
