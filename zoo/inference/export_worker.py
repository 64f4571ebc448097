"""What an export does with Keras in a process of its own: `python -m zoo.inference.export_worker`.

A backend is chosen once for a process, so another one than the run's needs another process. And that a
file holds all that it should is shown by a process that starts with nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from zoo.inference.open import source_of, trained_of
from zoo.runs.find import DEFAULT
from zoo.system import process
from zoo.training import exporters


def main(request: dict[str, Any]) -> None:
    """Build the model again, and write it; or, where there are samples, give it the weights of a file."""
    source, path = source_of(request["source"], DEFAULT), Path(request["path"])
    trained = trained_of(source, request["backend"])
    if "samples" not in request:
        exporters.write(trained, request["format"], path, request["dtype"])
        return
    samples = np.load(request["samples"], allow_pickle=False)
    np.save(request["outputs"], exporters.outputs_with_weights(trained, path, samples))


if __name__ == "__main__":
    process.answer(main)
