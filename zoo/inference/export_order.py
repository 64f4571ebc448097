"""An export that is wanted: written, and run in the runtime of its format, each in its own process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zoo.errors import ZooError
from zoo.inference import quantization
from zoo.inference.export_samples import samples_of, typed
from zoo.plan.backends import BACKENDS
from zoo.runs.kept import Kept
from zoo.system import process
from zoo.training import exporters

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.inference.formats import Format
    from zoo.training.restore import Trained

PATIENCE = 600.0
"""The most seconds for writing or running a file in a separate process."""


@dataclass(frozen=True, eq=False)
class Order:
    """The export that is wanted, with the examples that verify it.

    `x` are the examples as they are in the dataset, `samples` as the file takes them. `backend` is that of
    the run. Of a quantized file, `quantize` is the kind of numbers, `truth` has the labels of the examples,
    and `calibration` examples of the training part, as the file takes them.
    """

    source: Kept | Path
    format: Format
    backend: str
    is_scaled: bool
    x: np.ndarray
    samples: np.ndarray
    quantize: str | None = None
    calibration: np.ndarray | None = None
    truth: np.ndarray | None = None

    @property
    def request(self) -> dict[str, Any]:
        """The request to a separate process."""
        place = self.source.path if isinstance(self.source, Kept) else self.source
        return {
            "source": str(place.resolve()) + "/" * isinstance(self.source, Kept),
            "format": self.format.name,
            "dtype": str(self.samples.dtype) if self.is_scaled else None,
        }

    @property
    def title(self) -> str:
        """The format, as in "LiteRT int8"."""
        return f"{self.format.title} {self.quantize}" if self.quantize else self.format.title


def order_of(
    source: Kept | Path, wanted: Format, backend: str, trained: Trained, quantize: str | None, *, raw: bool
) -> Order:
    """The order for a model, with examples of its data."""
    is_scaled = wanted.is_scaled and not raw and isinstance(source, Kept)

    def taken(x: np.ndarray) -> np.ndarray:
        return typed(x, is_tokens=trained.scaling.tokens) if is_scaled else trained.taken(x)

    if quantize is None or not isinstance(source, Kept):
        x = samples_of(source, trained)
        return Order(source, wanted, backend, is_scaled, x, taken(x))
    its = quantization.examples_of(source)
    calibration = taken(its.calibration)
    x = its.test
    return Order(source, wanted, backend, is_scaled, x, taken(x), quantize, calibration, its.truth)


def write(order: Order, trained: Trained, path: Path, folder: Path) -> int | None:
    """Write the file; the size in float32 of one that is quantized, whose parts are in `folder`."""
    writer = order.format.backend or order.backend
    failed = f"{trained.title} was not exported: {BACKENDS[writer]}"
    if order.quantize is None:
        if writer == order.backend:
            exporters.write(trained, order.format.name, path, order.request["dtype"])
        else:
            request = order.request | {"backend": writer, "path": str(path.resolve())}
            _ask("zoo.inference.export_worker", request, failed)
        return None
    assert order.calibration is not None
    plain, calibration = folder / f"float32{order.format.ending}", folder / "calibration.npy"
    np.save(calibration, order.calibration)
    files = {"path": str(plain), "quantized": str(path.resolve()), "calibration": str(calibration)}
    request = order.request | files | {"backend": writer, "quantize": order.quantize}
    _ask("zoo.inference.export_worker", request, failed)
    return plain.stat().st_size


def run(order: Order, path: Path, folder: Path) -> np.ndarray:
    """The outputs of the format's runtime for the samples, in a process that knows only the file."""
    samples, outputs = folder / "samples.npy", folder / "outputs.npy"
    np.save(samples, order.samples)
    files = {"path": str(path.resolve()), "samples": str(samples), "outputs": str(outputs)}
    request = order.request | files | {"backend": order.backend}
    if isinstance(order.source, Kept):
        request["custom_objects"] = order.source.record.custom_objects
    module = "zoo.training.runtimes" if order.format.is_scaled else "zoo.inference.export_worker"
    failed = f"nothing was exported: {order.format.runtime_title()}"
    _ask(module, request, failed, KERAS_BACKEND=order.backend)
    return np.load(outputs, allow_pickle=False)


def _ask(module: str, request: dict[str, Any], who: str, **environment: str) -> None:
    try:
        process.ask(module, request, patience=PATIENCE, **environment)
    except process.NoAnswer as ended:
        raise ZooError(f"{who} {ended}") from ended.__cause__
    except ZooError as error:
        raise ZooError(f"{who} failed: {error}") from error.__cause__
