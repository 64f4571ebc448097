"""Restore the model of a run: bit-identical to model.keras, which is never read."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import keras
import numpy as np
import pytest

from tests.zoo.training.samples import NOISY
from zoo.errors import ZooError
from zoo.runs import Interrupted, checkpoint, kept
from zoo.training.events import EpochDone
from zoo.training.restore import Trained, of_run
from zoo.training.train import train

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord


def weights(model: keras.Model) -> list[tuple[str, bytes]]:
    """Shapes and bytes of a model's weights, in Keras's order."""
    return [(str(each.shape), np.asarray(each.value).tobytes()) for each in model.weights]


def rebuilt(record: RunRecord) -> Trained:
    """The model of a run, without its model.keras."""
    path = Path(record.path)
    (path / "model.keras").rename(path / "elsewhere.keras")
    return of_run(kept.of_run(path))


def saved(record: RunRecord) -> keras.Model:
    """The model that Keras saved."""
    return keras.models.load_model(Path(record.path) / "elsewhere.keras")


@pytest.mark.long
@pytest.mark.parametrize(
    ("averaged", "keep"),
    [
        (False, "last"),
        (True, "best"),
        pytest.param(False, "best", marks=pytest.mark.long),
        pytest.param(True, "last", marks=pytest.mark.long),
    ],
)
def test_weights_are_those_of_the_saved_model(
    plan: Callable[..., Plan], tmp_path: Path, keep: str, *, averaged: bool
) -> None:
    """They are bit-identical; with EMA they are the averaged weights, in the last epoch and in the best."""
    made = plan(NOISY, "rmsprop", "digits", epochs=3, keep=keep)
    settings = {"learning_rate": 0.1, "use_ema": averaged, "ema_momentum": 0.5}
    preset = made.optimizer.value.override(settings, "rmsprop")
    record = train(replace(made, optimizer=replace(made.optimizer, value=preset)), tmp_path)
    trained = rebuilt(record)
    assert weights(trained.model) == weights(saved(record))
    newest = kept.of_run(Path(record.path)).checkpoint.model
    contents = {each.content for each in newest}
    assert all(bits in contents for _, bits in weights(trained.model)) is not averaged


def test_trained_has_shape_scaling_classes_and_activation(run: Callable[..., RunRecord]) -> None:
    """Input shape, scaling, classes and final activation."""
    record = run("relu-flatten", "adam", "iris")
    trained = rebuilt(record)
    assert (
        trained.title,
        trained.task.outputs,
        trained.input_shape,
        trained.classes,
        trained.activation,
    ) == (
        f"relu-flatten with adam ({record.id[-4:]}, epoch 2)",
        3,
        (4,),
        ("setosa", "versicolor", "virginica"),
        "linear",
    )
    middle = np.array([trained.scaling.mean])
    assert trained.scaled(middle).tolist() == [[0.0, 0.0, 0.0, 0.0]]


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda path: path.unlink(), "{run} has no checkpoint.zoo; zoo replay {run} retrains it"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "the checkpoint of {run} is truncated:"),
        (
            lambda path: path.write_bytes(path.read_bytes().replace(b'"epoch": 2', b'"epoch": 3')),
            "the checkpoint of {run} was altered: its SHA-256 does not match",
        ),
    ],
)
@pytest.mark.long
def test_a_damaged_checkpoint_is_an_error(
    run: Callable[..., RunRecord], damage: Callable[[Path], None], sentence: str
) -> None:
    """Before Keras is imported."""
    record = run()
    damage(Path(record.path) / "checkpoint.zoo")
    with pytest.raises(ZooError) as refused:
        kept.of_run(Path(record.path))
    assert str(refused.value).startswith(sentence.format(run=record.id[-4:]))


@pytest.mark.long
def test_weights_of_another_plan_are_refused(run: Callable[..., RunRecord]) -> None:
    """They do not fit the model of the plan."""
    one, other = (Path(run("relu-flatten", "sgd", data).path) for data in ("iris", "wine"))
    (one / "checkpoint.zoo").write_bytes((other / "checkpoint.zoo").read_bytes())
    with pytest.raises(ZooError, match="is from another run, "):
        kept.of_run(one)
    theirs = checkpoint.read(other / "checkpoint.zoo")
    checkpoint.write(one / "checkpoint.zoo", replace(theirs, run=one.name))
    with pytest.raises(ZooError) as refused:
        of_run(kept.of_run(one))
    assert str(refused.value) == (
        f"the checkpoint of {one.name[-4:]} is of another plan: it has 4 variables of 1,703 numbers (float32); "
        "wanted 4 variables of 803 numbers (float32); see its plan.toml"
    )


def test_an_interrupted_run_is_restored_from_its_last_checkpoint(
    plan: Callable[..., Plan], tmp_path: Path
) -> None:
    """The title has the epoch of the checkpoint."""

    def interrupt(event: object) -> None:
        if isinstance(event, EpochDone) and event.record.complete_epochs == 3:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(Interrupted) as stopped:
        train(plan("relu-flatten", "sgd", "iris", epochs=9, checkpoint_every=2), tmp_path, interrupt)
    assert stopped.value.record is not None
    path = Path(stopped.value.record.path)
    assert (
        of_run(kept.of_run(path)).title
        == f"relu-flatten with sgd ({path.name[-4:]}, epoch 2 of 9, interrupted)"
    )


def test_reading_a_run_needs_no_keras() -> None:
    """Damaged files are found without it."""
    program = "import sys, zoo.runs.kept, zoo.training.restore; print('keras' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
