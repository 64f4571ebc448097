"""Run exported files in their own runtimes, in a separate process: `python -m zoo.training.runtimes`.

This process knows only the exported file.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from zoo.errors import ZooError
from zoo.system import process

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BATCH = 100
"""The number of samples at once."""


def main(request: dict[str, Any]) -> None:
    """Run a file on samples, and save its outputs."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    samples = np.load(request["samples"], allow_pickle=False)
    if request["format"] == "keras" and request.get("custom_objects"):
        import keras

        from zoo.training.custom_objects import import_all

        keras.saving.get_custom_objects().update(import_all(request["custom_objects"]))
    try:
        found = RUNTIMES[request["format"]](Path(request["path"]), samples)
    except Exception as error:
        cause = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        raise ZooError(cause) from error
    np.save(request["outputs"], found)


def _keras(path: Path, samples: np.ndarray) -> Any:
    import keras

    return keras.saving.load_model(path, compile=False, safe_mode=True).predict(samples, verbose=0)


def _saved_model(path: Path, samples: np.ndarray) -> Any:
    import tensorflow as tf

    loaded = tf.saved_model.load(str(path))  # must stay referenced, it owns the variables
    return loaded.serve(samples).numpy()


def _onnx(path: Path, samples: np.ndarray) -> Any:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return np.concatenate([session.run(None, {name: part})[0] for part in _parts(samples)])


def _litert(path: Path, samples: np.ndarray) -> Any:
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_path=str(path))
    taken = interpreter.get_input_details()[0]["index"]
    given = interpreter.get_output_details()[0]["index"]
    found = []
    for part in _parts(samples):
        interpreter.resize_tensor_input(taken, part.shape)
        interpreter.allocate_tensors()
        interpreter.set_tensor(taken, part)
        interpreter.invoke()
        found.append(interpreter.get_tensor(given))
    return np.concatenate(found)


def _openvino(path: Path, samples: np.ndarray) -> Any:
    import openvino

    # On processors with bfloat16 the default is bfloat16: errors of 4e-4 instead of 1e-7.
    exact = {"INFERENCE_PRECISION_HINT": "f32"}
    compiled = openvino.Core().compile_model(str(path / "model.xml"), "CPU", exact)
    return next(iter(compiled(samples).values()))


def _parts(samples: np.ndarray) -> Iterator[np.ndarray]:
    """The samples in batches that fit in memory, whatever the model computes between."""
    return (samples[at : at + BATCH] for at in range(0, len(samples), BATCH))


def _torch(path: Path, samples: np.ndarray) -> Any:
    import torch

    with torch.no_grad():
        return torch.export.load(str(path)).module()(torch.from_numpy(samples)).numpy()


RUNTIMES: dict[str, Callable[[Path, np.ndarray], Any]] = {
    "keras": _keras,
    "saved-model": _saved_model,
    "onnx": _onnx,
    "litert": _litert,
    "openvino": _openvino,
    "torch": _torch,
}

if __name__ == "__main__":
    process.answer(main)
