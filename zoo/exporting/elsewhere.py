"""What an export does with Keras in a process of its own: `python -m zoo.exporting.elsewhere`.

A backend is chosen once for a process, so another one than the run's needs another process. And that a
file holds all that it should is shown by a process that starts with nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from zoo import catalog, process
from zoo.run.find import DEFAULT
from zoo.source import source_of, trained_of
from zoo.training import exported


def main(request: dict[str, Any]) -> None:
    """Build the model again, and write it; or, where there are samples, give it the weights of a file."""
    if not request["plugins"]:
        catalog.without_plugins()
    source, path = source_of(request["source"], DEFAULT), Path(request["path"])
    trained = trained_of(source, request["backend"])
    if "samples" not in request:
        exported.write(trained, request["format"], path, request["dtype"])
        return
    samples = np.load(request["samples"], allow_pickle=False)
    np.save(request["outputs"], exported.outputs_with_weights(trained, path, samples))


if __name__ == "__main__":
    process.answer(main)
