"""Make the built-in weights: train each model on the full fashion-mnist, and publish what the run kept.

    python scripts/make_weights.py [FOLDER]

FOLDER has the runs, by default `build/weights`; a run that is there is not trained again. The recipe is the
same for all: Adam with batches of 128, and the weights of the epoch with the lowest validation loss. The
weights of conv-2 are rounded to float16, so that all files together have less than 2 MB, and then measured.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

import zoo
from zoo.runs import kept
from zoo.runs.metrics import read_metrics
from zoo.runs.published import Published, named_arrays, published
from zoo.schema import toml
from zoo.weights.array import Array

TARGET = Path(__file__).parent.parent / "zoo" / "builtin" / "weights"
DATASET = "fashion-mnist"
EPOCHS = {
    "softmax-1layer": 20,
    "sigmoid-2layer": 20,
    "relu-flatten": 15,
    "relu-dropout": 20,
    "conv-2": 10,
}
ROUNDED = ("conv-2",)
"""Models whose weights are rounded to float16."""
LICENCE = "Apache-2.0"


def trained(model: str, name: str, folder: Path) -> kept.Kept:
    """The run of a model, trained now if the folder has none."""
    runs = folder / "runs"
    if not runs.is_dir() or name not in {each.name for each in zoo.list_runs(runs_dir=runs)}:
        options = f"--dataset {DATASET} --optimizer adam --batch-size 128 --epochs {EPOCHS[model]}"
        chosen = f"{options} --keep best --name {name} --progress plain"
        command = ["zoo", "train", model, *chosen.split()]
        subprocess.run(command, cwd=folder, check=True)
    return kept.of_run(kept.find(name, runs))


def rounded(array: Array) -> Array:
    """The array in float16."""
    values = np.frombuffer(array.content, np.float32).astype(np.float16)
    return Array(array.name, "float16", array.shape, values.tobytes())


def write(found: Published, path: Path) -> None:
    """Write a declaration and the file beside it."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(toml.dumps("weights", found.spec.to_table()), encoding="utf-8")
    path.with_name(str(found.spec.file.path)).write_bytes(found.content)


def main(folder: Path) -> None:
    """Train and publish all models."""
    folder.mkdir(parents=True, exist_ok=True)
    for model, epochs in EPOCHS.items():
        name = f"{model}.{DATASET}"
        run = trained(model, name, folder)
        arrays = named_arrays(run)
        found = published(
            run,
            name=name,
            summary=f"Adam, batches of 128, the best of {epochs} epochs"
            + (", rounded to float16" * (model in ROUNDED)),
            licence=LICENCE,
            digests=[row["digest"] for row in read_metrics(run.path)],
            arrays=[*map(rounded, arrays)] if model in ROUNDED else arrays,
        )
        path = TARGET / f"{name}.toml"
        write(found, path)
        if model in ROUNDED:
            metrics = {split: zoo.evaluate(path, split=split).metrics for split in ("validation", "test")}
            spec = replace(found.spec, record={**found.spec.record, "metrics": metrics})
            write(Published(spec, found.content), path)
        print(name, len(found.content))


if __name__ == "__main__":
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/weights"))
