"""Export a run's model to another format, and verify the file in its own runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from zoo.errors import SettingError, UsageError, ZooError
from zoo.inference import export_order, quantization
from zoo.inference.accuracy_gate import gate
from zoo.inference.exported import PRECISION, Exported
from zoo.inference.formats import FORMATS
from zoo.inference.open import backend_of, source_of, trained_of
from zoo.plan import vocabulary_file
from zoo.runs.kept import Kept
from zoo.system.output import checked_output, in_place, write_output
from zoo.system.temporary import temporary_folder
from zoo.training import backend, exporters
from zoo.training.events import Importing, Working, unwatched
from zoo.training.isolation import isolated

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.inference.accuracy_gate import AccuracyGate
    from zoo.inference.export_order import Order
    from zoo.runs.find import RunLike
    from zoo.training.events import Watch
    from zoo.training.restore import Trained

RANDOM = "random inputs"


@isolated()
def export(
    run: RunLike,
    format: str,  # noqa: A002 - as Keras calls it
    *,
    output: str | Path | None = None,
    force: bool = False,
    raw: bool = False,
    quantize: Literal["int8", "float16"] | None = None,
    tolerance: float | None = None,
    runs_dir: str | Path = "runs",
    watch: Watch = unwatched,
) -> Exported:
    """Export a run's model to another format, and verify the file in its own runtime.

    Args:
        run: A run (an id, the end of one, a name, `last`, a path, a record), the name of weights, or a
            `.keras` file.
        format: The format: `keras`, `savedmodel`, `onnx`, `litert`, `openvino` or `torch`.
        output: The file to write; default MODEL-ID with the format's suffix.
        force: Overwrite an existing file.
        raw: Write a model that takes scaled input; by default the scaling is part of it.
        quantize: Write a smaller file of `onnx` or `litert`: `float16` weights, or `int8` weights and
            activations, calibrated on examples of the training part. It is compared with the model on the
            test part, with a paired test.
        tolerance: How much worse a quantized model may be: how much of the accuracy may be lost, or by which
            fraction the mean absolute error of a regression may grow. Default 0.01.
        runs_dir: The folder in which ids are looked up.
        watch: A function that is called before the backend is imported.

    Returns:
        Where the file is, and the greatest difference between its output and the model's.

    Raises:
        UsageError: No such run or format, or one that can't be quantized like this.
        ZooError: Something that the format needs is not installed; the output exists; or the
            outputs differ by more than the format's tolerance, or a quantized model is worse by more than
            `tolerance`, and the file was deleted.

    Examples:
        >>> zoo.export("last", "onnx", output="model.onnx").greatest_difference
    """
    if format not in FORMATS:
        raise SettingError("format", format, f"is not known; wanted one of {', '.join(FORMATS)}")
    wanted = FORMATS[format]
    quantization.check(wanted, quantize, tolerance)
    wanted.require()
    source = source_of(run, runs_dir)
    if quantize is not None:
        quantization.check_source(source, quantize, raw=raw)
    name = backend_of(source)
    backend.require(name)
    path = checked_output(
        output or f"{'-'.join(filter(None, (source.stem, quantize)))}{wanted.ending}",
        force=force,
        endings=() if wanted.mark else (wanted.ending,),
        mark=wanted.mark,
    )
    words = vocabulary_file.beside(source.plan.dataset) if isinstance(source, Kept) else {}
    beside_it = {path.with_name(f"{path.name}.{each}"): text for each, text in words.items()}
    for each in beside_it:
        checked_output(each, force=force)
    watch(Importing(backend.title(name)))
    trained = trained_of(source, name, PRECISION)
    watch(Working(f"Exporting {trained.title} as {wanted.title}"))
    order = export_order.order_of(source, wanted, name, trained, quantize, raw=raw)
    expected = exporters.outputs(trained, order.x, is_scaled=order.is_scaled)
    with temporary_folder() as folder, in_place(path) as beside:
        float_bytes = export_order.write(order, trained, beside, folder)
        outputs = export_order.run(order, beside, folder)
        difference, accuracy = _verified(order, trained, expected, outputs, tolerance)
    for each, text in beside_it.items():
        write_output(each, text)
    return Exported(
        run=source.run if isinstance(source, Kept) else str(source),
        format=format,
        path=str(path),
        bytes=_bytes(path),
        samples=len(order.x),
        greatest_difference=difference,
        tolerance=wanted.tolerance if accuracy is None else None,
        title=order.title,
        runtime=wanted.runtime_title(),
        takes=str(order.samples.dtype),
        input_shape=trained.input_shape,
        noun=_noun(source),
        trained_in=source.plan.train.precision if isinstance(source, Kept) else PRECISION,
        vocabulary="".join(map(str, beside_it)),
        quantized=quantize,
        accuracy=accuracy,
        float_bytes=float_bytes,
    )


def format_of(output: str | Path | None) -> str:
    """The format by the ending of a name; keras without a name.

    Raises UsageError if no format has the ending.
    """
    if output is None:
        return "keras"
    for each in FORMATS.values():
        if str(output).lower().endswith(each.ending):
            return each.name
    endings = ", ".join(each.ending for each in FORMATS.values())
    raise UsageError(f"{output} has the ending of no format; wanted one of {endings}")


def _verified(
    order: Order, trained: Trained, expected: np.ndarray, outputs: np.ndarray, tolerance: float | None
) -> tuple[float, AccuracyGate | None]:
    """The greatest difference from the model's outputs, and the accuracy of a quantized file.

    Raises ZooError if the file differs by more than its tolerance.
    """
    difference = _difference(outputs, expected)
    is_close = np.isfinite(difference) if order.quantize else difference <= order.format.tolerance
    if not is_close:
        differ = f"outputs differ by {difference:.1e} on {len(order.x):,} samples"
        wanted = "finite numbers" if order.quantize else f"at most {order.format.tolerance:.0e}"
        raise ZooError(f"{trained.title} was not exported: its {order.title} {differ}; wanted {wanted}")
    if order.truth is None:
        return difference, None
    before, after = (
        each if order.is_scaled and trained.task.has_units else trained.interpreted(each.astype(np.float64))
        for each in (expected, outputs)
    )
    most = quantization.TOLERANCE if tolerance is None else float(tolerance)
    found = gate(trained.task, order.truth, before, after, most)
    if not found.is_within:
        what = f"{found.noun} of its {order.title} is {found.after:.4f} instead of {found.before:.4f}"
        wanted = f"p = {found.p:.2g}; wanted at most {found.allowed}; --tolerance allows more"
        samples = f"{found.examples:,} {_noun(order.source)}"
        raise ZooError(f"{trained.title} was not exported: {what} on {samples}, {wanted}")
    return difference, found


def _noun(source: Kept | Path) -> str:
    """The samples, as in "images of the test split of digits"."""
    if not isinstance(source, Kept) or source.plan.dataset.value.is_in_memory:
        return RANDOM
    return f"{source.plan.dataset.value.unit} of the test split of {source.plan.dataset.name}"


def _difference(found: np.ndarray, expected: np.ndarray) -> float:
    """The relative difference; NaN if the shapes differ or an output is NaN."""
    if found.shape != expected.shape:
        return float("nan")
    return float(np.abs(found - expected).max() / max(1.0, np.abs(expected).max()))


def _bytes(path: Path) -> int:
    return sum(
        each.stat().st_size for each in ([path] if path.is_file() else path.rglob("*")) if each.is_file()
    )
