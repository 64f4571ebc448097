"""Sample chapters and a sample sweep, made without a model."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.zoo.inference.samples import classified
from tests.zoo.runs.records import RECORD, write_run
from zoo.reports import Chapter
from zoo.reports.chapter import Misclassified
from zoo.sweeps import Combination, Sweep

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.runs import RunRecord

ID = "20201122T153012Z-relu-dropout-rmsprop-3f9a"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)
"""The smallest picture."""


def record(number: str = "3f9a", **changes: Any) -> RunRecord:
    """A run's record."""
    known = {"id": f"{ID[:-4]}{number}", "input_shape": [784], "fingerprint": {"keras": "3.15.1"}}
    return replace(RECORD, **known | changes)


def chapter(number: str = "3f9a", *, names: tuple[str, str] = ("cat", "dog"), **changes: Any) -> Chapter:
    """A run, one of whose three examples is predicted wrongly."""
    wrong = Misclassified(2, names[1], names[0], 0.25, 0.75, PIXEL)
    found = classified([0, 1, 1], [0, 1, 0], *names)
    return Chapter(record(number, **changes), "kerazoo = 1\n", True, found, (wrong,))


def swept(runs: Path, *, name: str = "small", missing: int = 0) -> Sweep:
    """A sweep of three models with three seeds; its last run failed, and `missing` have not started."""
    models = {name: (0.80, 0.81, 0.80), "large": (0.90, 0.91, 0.90), "huge": (0.90, 0.905, 0.91)}
    known = [
        Combination(model, "adam", seed, {"hidden.units": len(model)})
        for model in models
        for seed in (1, 2, 3)
    ]
    path = runs / "sweep-20201122T153000Z-8b1e"
    (path / "plans").mkdir(parents=True)
    table = {
        "schema": 1,
        "jobs": 2,
        "command": ["zoo", "sweep", name, "large", "huge", "--seeds", "3"],
        "combinations": [vars(each) for each in known],
    }
    (path / "sweep.json").write_text(json.dumps(table))
    (path / "plans" / "0004.toml").write_text("kerazoo = 1\n")
    for number, each in list(enumerate(known, start=1))[: len(known) - missing]:
        accuracy = models[each.model][each.seed - 1]
        figures = {"loss": 1 - accuracy, "accuracy": accuracy}
        history = {"val_accuracy": [0.5, accuracy], "val_loss": [0.6, 1 - accuracy]}
        failed = number == len(known)
        changes: dict[str, Any] = {
            "model": each.model,
            "optimizer": each.optimizer,
            "seed": each.seed,
            "combination": number,
            "status": "failed" if failed else "completed",
            "error": "loss became nan in epoch 2" if failed else "",
            "metrics": {"validation": figures, "test": figures},
            "history": RECORD.history | history,
            "fingerprint": {"keras": "3.15.1"},
            "origins": {"model": {"name": each.model, "distribution": "kerazoo", "version": "0.1.0"}},
            "dataset_digest": "sha256:91c3",
            "task": {"kind": "classification"},
        }
        write_run(path, f"20201122T1530{number:02}Z-{number:04x}", **changes)
    return Sweep.read(path)
