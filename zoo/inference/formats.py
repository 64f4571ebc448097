"""The export formats: names, required packages and tolerances."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from importlib.metadata import version

from zoo.errors import ZooError

SMALLER = ("int8", "float16")
"""The kinds of smaller numbers that weights can be quantized to; int8 is also for what layers compute."""


@dataclass(frozen=True)
class Format:
    """An export format.

    `backend` is the backend that writes it, None if each can; `needs` are the modules for writing and
    running it, besides TensorFlow and Keras. `runtime` is the distribution that runs it. The file
    `mark` identifies a folder of this format. `tolerance` is the largest allowed difference, relative
    to the largest output if that is above 1. `is_scaled` says whether the format can include scaling,
    `quantized` the kinds of smaller numbers that it can be written in.
    """

    name: str
    title: str
    ending: str
    runtime: str
    tolerance: float
    backend: str | None = "tensorflow"
    needs: tuple[str, ...] = ()
    mark: str | None = None
    is_scaled: bool = True
    quantized: tuple[str, ...] = ()

    def require(self) -> None:
        """Raise ZooError if a required module is not installed; imports nothing."""
        missing = [each for each in self.needs if importlib.util.find_spec(each) is None]
        if missing:
            wanted = f'pip install "kerazoo[{self.name}]"'
            raise ZooError(f"the format {self.name} needs {missing[0]}, which is not installed; {wanted}")

    def runtime_title(self) -> str:
        """As in "onnxruntime 1.24.1"."""
        return f"{self.runtime} {version(self.runtime)}"


FORMATS = {
    each.name: each
    for each in (
        Format("keras", "Keras", ".keras", "keras", 1e-6, backend=None),
        Format("weights", "Keras weights", ".weights.h5", "keras", 1e-6, backend=None, is_scaled=False),
        Format("saved-model", "SavedModel", "-saved-model", "tensorflow", 1e-5, mark="saved_model.pb"),
        Format(
            "onnx",
            "ONNX",
            ".onnx",
            "onnxruntime",
            1e-5,
            needs=("tf2onnx", "onnx", "onnxruntime"),
            quantized=SMALLER,
        ),
        Format(
            "litert",
            "LiteRT",
            ".tflite",
            "ai-edge-litert",
            1e-5,
            needs=("ai_edge_litert",),
            quantized=SMALLER,
        ),
        Format("openvino", "OpenVINO", "-openvino", "openvino", 1e-5, needs=("openvino",), mark="model.xml"),
        Format("torch", "torch", ".pt2", "torch", 1e-5, backend="torch", needs=("torch",)),
    )
}
