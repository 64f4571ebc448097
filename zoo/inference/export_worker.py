"""The part of an export that needs Keras in a separate process: `python -m zoo.inference.export_worker`.

A process has one backend, so another backend than the run's needs another process. A file is also
verified in a new process, which proves that the file is complete.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from zoo.inference.exported import PRECISION
from zoo.inference.open import source_of, trained_of
from zoo.runs.find import DEFAULT
from zoo.system import process
from zoo.training import exporters, quantizers


def main(request: dict[str, Any]) -> None:
    """Build the model and write it; or, if there are samples, load the weights of a file and run them."""
    source, path = source_of(request["source"], DEFAULT), Path(request["path"])
    trained = trained_of(source, request["backend"], PRECISION)
    if "samples" not in request:
        exporters.write(trained, request["format"], path, request["dtype"])
        if "quantize" in request:
            quantizers.write(trained, request, path, Path(request["quantized"]))
        return
    samples = np.load(request["samples"], allow_pickle=False)
    np.save(request["outputs"], exporters.outputs_with_weights(trained, path, samples))


if __name__ == "__main__":
    process.answer(main)
