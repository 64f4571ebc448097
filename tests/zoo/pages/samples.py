"""A measured result for tests."""

from __future__ import annotations

from dataclasses import replace

from zoo.pages.measured import Measured
from zoo.pages.stale import DATA, digests_of, plan_of

DIGEST = f"sha256:{'0' * 64}"


def row(
    model: str = "mlp", optimizer: str = "adam", dataset: str = "iris", accuracy: float = 0.9
) -> Measured:
    """A current result with two seeds, whose test accuracies are 0.01 above and below `accuracy`."""
    values = {"loss": [0.5, 0.25], "accuracy": [accuracy - 0.01, accuracy + 0.01]}
    made = Measured(
        model=model,
        optimizer=optimizer,
        dataset=dataset,
        train={"epochs": 2},
        seeds=[42, 43],
        parameters=4_675,
        examples={"training": 96, "validation": 24, "test": 30},
        metrics={"validation": values, "test": values},
        history={name: [0.5, 0.6] for name in ("loss", "accuracy", "val_loss", "val_accuracy")},
        bands={"loss": [[0.4, 0.6], [0.5, 0.7]]},
        best_epoch=1,
        digests={},
        versions={"kerazoo": "0.1.0", "keras": "3.15.1", "tensorflow": "2.21.0"},
    )
    return replace(made, digests={**digests_of(plan_of(made)), DATA: DIGEST})
