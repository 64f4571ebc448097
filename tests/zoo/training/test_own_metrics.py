"""Metrics and losses of plugins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import zoo
from zoo.errors import DeclarationError
from zoo.inference.evaluate import evaluate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoo.runs import RunRecord

MODULE = """\
import zoo


def share(task):
    import keras

    class Share(keras.metrics.MeanAbsoluteError):
        pass

    return Share()


def pinball(task):
    import keras

    class Pinball(keras.losses.Loss):
        def call(self, y_true, y_pred):
            error = y_true - y_pred
            return keras.ops.mean(keras.ops.maximum(0.5 * error, -0.5 * error), axis=-1)

    return Pinball()


SHARE = zoo.MetricSpec(share, "min", ("regression",), 1)
NUMBER = zoo.MetricSpec(lambda task: 3, "min", ("regression",))
PINBALL = zoo.LossSpec(pinball, ("regression",), 1)
"""
POINTS = (
    "[zoo.metrics]\nshare = acme_m:SHARE\nnumber = acme_m:NUMBER\n[zoo.losses]\npinball = acme_m:PINBALL\n"
)


@pytest.fixture(autouse=True)
def _plugin(install: Callable[..., Path]) -> None:
    install("acme", POINTS, {"acme_m.py": MODULE})


@pytest.mark.long
def test_a_run_has_them_in_the_units_of_the_target(run: Callable[..., RunRecord]) -> None:
    """The loss is half of the error here; the record names the distribution, and Keras loads the model."""
    import keras

    record = run("softmax-1layer", "adam", "diabetes", loss="pinball", metrics="share", monitor="share")
    found = record.metrics["validation"]
    assert found["share"] == pytest.approx(found["mean_absolute_error"], rel=1e-6)
    assert found["loss"] == pytest.approx(found["share"] / 2, rel=1e-5)
    assert (record.loss, record.monitor) == ("pinball", {"metric": "val_share", "direction": "min"})
    for what, name in (("loss", "pinball"), ("metric share", "share")):
        assert record.origins[what] == {"name": name, "distribution": "acme", "version": "1.0"}
    assert evaluate(f"{record.path}/", split="validation").metrics == pytest.approx(found, rel=1e-6)
    assert keras.saving.load_model(f"{record.path}/model.keras").compiled is False


@pytest.mark.parametrize(
    ("dataset", "settings", "expected"),
    [
        (
            "iris",
            {"loss": "pinball"},
            "train.loss=pinball is for a regression, and iris is a classification; leave it out for the head's",
        ),
        ("diabetes", {"loss": "pinbal"}, "train.loss=pinbal is not a loss; did you mean pinball?"),
        (
            "iris",
            {"metrics": "share"},
            "train.metrics=share is for a regression, and iris is a classification; "
            "wanted one of auc, pr_auc, precision, recall, f1",
        ),
        ("diabetes", {"metrics": "shar"}, "train.metrics=shar is not a metric; did you mean share?"),
        (
            "diabetes",
            {"monitor": "share"},
            "train.monitor=val_share is not measured; wanted --metrics share too",
        ),
    ],
)
def test_what_does_not_fit_is_refused(
    plan: Callable[..., Any], dataset: str, settings: dict[str, Any], expected: str
) -> None:
    """Before anything is trained."""
    with pytest.raises(zoo.SettingError) as caught:
        plan("softmax-1layer", "adam", dataset, **settings)
    assert str(caught.value) == expected


def test_a_loss_of_keras_is_a_setting_of_the_head(plan: Callable[..., Any]) -> None:
    """So it is in the model's declaration."""
    settled = plan("softmax-1layer", "adam", "diabetes", loss="huber")
    assert (settled.model.value.head.loss, settled.train.loss) == ("huber", None)


def test_a_function_that_makes_something_else_is_named(run: Callable[..., RunRecord]) -> None:
    """With what is wanted; no run is left."""
    with pytest.raises(zoo.ZooError, match=r"the metric number is int; wanted a keras\.metrics\.Metric"):
        run("softmax-1layer", "adam", "diabetes", metrics="number")


def test_a_declaration_is_checked_whole() -> None:
    """All errors at once."""
    with pytest.raises(DeclarationError) as metric:
        zoo.MetricSpec(3, "more", ("ranking",), -1)  # type: ignore[arg-type]  # wrong
    assert [each.path for each in metric.value.problems] == ["make", "direction", "tasks.0", "degree"]
    with pytest.raises(DeclarationError) as loss:
        zoo.LossSpec(3, ())  # type: ignore[arg-type]  # wrong
    assert [each.path for each in loss.value.problems] == ["make", "tasks"]
