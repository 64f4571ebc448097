"""Write a trained model with smaller numbers, with the quantizers of its format's runtime.

They print, and change `sys.path`, so they run in a process of their own.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from zoo.errors import ZooError
from zoo.training.exporters import exported_model

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zoo.training.restore import Trained

PART = 20
"""The number of examples that ONNX Runtime calibrates with at once."""
LARGEST = 65_504.0
"""The largest number of float16."""


def write(trained: Trained, request: dict[str, Any], plain: Path, path: Path) -> None:
    """Write a quantized model.

    Args:
        trained: The model.
        request: The format, the kind of numbers (`quantize`), the dtype of unscaled inputs or None, and
            `calibration`, a file with examples as the model takes them.
        plain: The file of the model in float32.
        path: The file to write.

    Raises:
        ZooError: The format's quantizer fails.
    """
    examples, kind = np.load(request["calibration"], allow_pickle=False), request["quantize"]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # for the developers of the quantizers
            if request["format"] == "onnx":
                _onnx(plain, path, kind, examples)
            else:
                _litert(trained, request["dtype"], path, kind, examples)
    except Exception as error:
        cause = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        raise ZooError(f"{trained.title} can't be quantized to {kind}: {cause}") from error


def _litert(trained: Trained, dtype: str | None, path: Path, kind: str, examples: np.ndarray) -> None:
    """Weights in float16; or weights and activations in int8, where LiteRT has the operation."""
    import tensorflow as tf

    def calibration() -> Iterator[list[np.ndarray]]:
        for each in examples:
            yield [each[np.newaxis]]

    options: dict[str, Any] = {"optimizations": [tf.lite.Optimize.DEFAULT]}
    if kind == "float16":
        options["target_spec"] = {"supported_types": [tf.float16]}
    else:
        options["representative_dataset"] = calibration
    exported_model(trained, dtype).export(str(path), format="litert", verbose=False, **options)


def _onnx(plain: Path, path: Path, kind: str, examples: np.ndarray) -> None:
    """All numbers in float16; or weights and activations in int8, by pairs of QuantizeLinear and its inverse.

    Weights have 7 bits: with 8, processors without VNNI overflow, and the file would be less accurate there
    than where it was compared.
    """
    import onnx

    if kind == "float16":
        from onnxruntime.transformers.float16 import convert_float_to_float16

        onnx.save(
            convert_float_to_float16(onnx.load(plain), max_finite_val=LARGEST, keep_io_types=True), path
        )
        return
    from onnxruntime import quantization

    shaped = plain.with_name("shaped.onnx")
    quantization.quant_pre_process(plain, shaped, skip_symbolic_shape=True)
    name = onnx.load(shaped, load_external_data=False).graph.input[0].name
    parts = ({name: examples[at : at + PART]} for at in range(0, len(examples), PART))

    class Calibration(quantization.CalibrationDataReader):
        def get_next(self) -> dict[str, np.ndarray] | None:
            return next(parts, None)

    quantization.quantize_static(shaped, path, Calibration(), per_channel=True, reduce_range=True)
