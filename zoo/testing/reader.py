"""The process that loads a saved model knowing only the file and the names of its custom objects.

`python -m zoo.testing.reader`, started by the check `loads in a new process`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from zoo.errors import ZooError
from zoo.system import process
from zoo.training import backend
from zoo.training.cause import cause_of


def main(request: dict[str, Any]) -> None:
    """Import the custom objects by their distribution, load the model, and save its predictions."""
    backend.start(request["backend"])
    from zoo.training import conformance
    from zoo.training.custom_objects import import_all

    folder = Path(request["folder"])
    known = import_all(request["custom_objects"])
    try:
        model = conformance.loaded(folder / "model.keras", known)
    except Exception as error:
        raise ZooError(cause_of(error)) from error
    np.save(folder / "y.npy", conformance.outputs(model, np.load(folder / "x.npy")))


if __name__ == "__main__":
    process.answer(main)
