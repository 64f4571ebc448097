"""Write run directories without training."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zoo.runs import RunRecord
from zoo.specs.architecture import LayerRow

if TYPE_CHECKING:
    from pathlib import Path

RECORD = RunRecord(
    id="",
    status="completed",
    model="relu-dropout",
    optimizer="rmsprop",
    dataset="fashion-mnist",
    backend="tensorflow",
    execution="loop",
    threads=2,
    seed=42,
    batch_size=32,
    parameters=803,
    epochs=2,
    noun="images",
    examples={"training": 48_000, "validation": 12_000, "test": 10_000},
    history={
        "loss": [0.5892, 0.4462],
        "accuracy": [0.7921, 0.841],
        "val_loss": [0.3651, 0.4046],
        "val_accuracy": [0.8738, 0.8589],
    },
    epoch_seconds=[1.5, 0.5],
    metrics={
        "validation": {"loss": 0.4046, "accuracy": 0.8589},
        "test": {"loss": 0.3915, "accuracy": 0.8675},
    },
    best_epoch=1,
    kept_epoch=2,
    layers=[LayerRow("output", "Head", (10,), 803, 1600, {"logits": False}, "10 units, softmax")],
    began="2020-11-22T15:30:12+00:00",
    seconds=6.8,
)

RUNNING = RunRecord(
    id="20261122T153012Z-relu-dropout-rmsprop-3f9a",
    status="running",
    model="relu-dropout",
    optimizer="rmsprop",
    dataset="iris",
    backend="tensorflow",
    execution="loop",
    threads=2,
    seed=42,
    batch_size=32,
    parameters=803,
    epochs=5,
    history={"loss": [0.5, 0.25], "val_loss": [0.75, 1e-9]},
    epoch_seconds=[1.5, 0.5],
    layers=[
        LayerRow("hidden", "Dense", (100,), 500, 800, {"units": 100}),
        LayerRow("odd", "Odd", None, 0, None),
    ],
)
"""A run of which two of five epochs are complete."""

SWEEP = {"schema": 1, "jobs": 2, "command": []}
HOLD = """\
import sys, time
from pathlib import Path
from zoo.runs import RunDirectory
folder = RunDirectory(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def write_run(runs: Path, name: str, /, **changes: Any) -> Path:
    """Create a run's directory with its record; `name` is the part of the id after the common prefix."""
    path = runs / f"{name[:-5]}-relu-dropout-rmsprop-{name[-4:]}"
    path.mkdir(parents=True)
    record = replace(RECORD, id=path.name, **changes)
    (path / "run.json").write_text(json.dumps(record.to_json(), indent=1) + "\n")
    return path


def write_sweep(runs: Path, name: str, /, *models: str, seeds: int = 1, **changes: Any) -> Path:
    """Create a sweep's directory without runs; `name` is the part of the id after `sweep-`."""
    path = runs / f"sweep-{name}"
    path.mkdir(parents=True)
    rows = [
        {"model": model, "optimizer": "rmsprop", "seed": 42 + seed, "settings": {}}
        for model in models or ("relu-dropout",)
        for seed in range(seeds)
    ]
    (path / "sweep.json").write_text(json.dumps(SWEEP | {"combinations": rows} | changes))
    return path
