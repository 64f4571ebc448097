"""Evaluate a run: the metrics of the record, computed again from its weights."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zoo
from zoo.errors import DatasetError, SettingError
from zoo.inference.evaluate import evaluate

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.runs import RunRecord

LOGITS = zoo.ModelSpec(
    layers=(
        zoo.Dense(8, activation="relu", kernel_regularizer="l2"),
        zoo.Head(logits=True),
    )
)


@pytest.mark.parametrize(
    ("model", "dataset", "settings"),
    [
        pytest.param(
            "relu-dropout", "digits", {"execution": "loop+xla", "keep": "best"}, marks=pytest.mark.long
        ),
        (LOGITS, "breast-cancer", {}),
        pytest.param("relu-flatten", "diabetes", {}, marks=pytest.mark.long),
        pytest.param("relu-flatten", "digits", {}, marks=pytest.mark.long),
        pytest.param("relu-flatten", "breast-cancer", {}, marks=pytest.mark.long),
        pytest.param(LOGITS, "wine", {}, marks=pytest.mark.long),
    ],
)
def test_metrics_are_those_of_the_record(
    run: Callable[..., RunRecord], model: Any, dataset: str, settings: dict[str, Any]
) -> None:
    """Up to float32 rounding; the confusion matrix gives the same accuracy."""
    record = run(model, "adam", dataset, epochs=3, **settings)
    validated = evaluate(Path(record.path), split="validation")
    assert validated.metrics == pytest.approx(record.metrics["validation"], rel=1e-5)
    found = evaluate(Path(record.path))
    assert found.metrics == pytest.approx(record.metrics["test"], rel=1e-5)
    assert found.examples == record.examples["test"]
    if found.classes:
        right = np.trace(np.array(found.confusion)) / found.examples
        assert right == pytest.approx(found.metrics["accuracy"], rel=1e-6)
    else:
        assert found.targets[0].mean_absolute_error == pytest.approx(
            found.metrics["mean_absolute_error"], rel=1e-4
        )


def test_changed_data_is_refused(run: Callable[..., RunRecord]) -> None:
    """The metrics would not be comparable."""
    record = run()
    file = Path(record.path) / "plan.toml"
    text = file.read_text()
    file.write_text(
        text.replace("sha256:", "sha256:0000")[: text.index("sha256:") + 71]
        + text[text.index("sha256:") + 71 :]
    )
    with pytest.raises(DatasetError, match=r"^iris has changed: its digest was sha256:0000"):
        evaluate(Path(record.path))


def test_an_unknown_split_is_refused(run: Callable[..., RunRecord]) -> None:
    """Also the training split, on which a model is not evaluated."""
    with pytest.raises(SettingError, match=r"^split=training is not a split; wanted test or validation$"):
        evaluate(Path(run().path), split="training")
