"""Export a run's model to another format, and verify the file in its own runtime."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from zoo.errors import SettingError, ZooError
from zoo.inference.export_samples import samples_of, typed
from zoo.inference.formats import FORMATS
from zoo.inference.open import backend_of, source_of, trained_of
from zoo.plan import vocabulary_file
from zoo.plan.backends import BACKENDS
from zoo.runs.kept import Kept
from zoo.system import process
from zoo.system.output import checked_output, in_place, write_output
from zoo.training import backend, exporters
from zoo.training.events import Importing, Working, unwatched
from zoo.training.isolation import isolated

if TYPE_CHECKING:
    from zoo.inference.formats import Format
    from zoo.runs.find import RunLike
    from zoo.training.events import Watch
    from zoo.training.restore import Trained

RANDOM = "random inputs"
JSON = ("run", "format", "path", "bytes", "samples", "greatest_difference", "tolerance")
PRECISION = "float32"
"""What exported models compute in, since not every runtime has the 16-bit types; weights are converted."""
PATIENCE = 600.0
"""The most seconds for writing or running a file in a separate process."""


@dataclass(frozen=True)
class Exported:
    """An exported file, and how far its outputs differ from the model's.

    `greatest_difference` is the largest difference of any output, relative to the largest output if
    that is above 1. `run` is the run's id, or the path of a file. `title` is the name of the format,
    `runtime` the runtime that verified the file. `takes` and `input_shape` are the dtype and shape of
    one example; `noun` describes the samples. `trained_in` is the precision of the run's training; the file
    computes in float32. `vocabulary` is the file with the words of a model of texts, if it takes tokens.
    """

    run: str
    format: str
    path: str
    bytes: int
    samples: int
    greatest_difference: float
    tolerance: float
    title: str
    runtime: str
    takes: str
    input_shape: tuple[int, ...]
    noun: str
    trained_in: str = PRECISION
    vocabulary: str = ""

    @property
    def is_converted(self) -> bool:
        """Whether the file computes in another precision than the run's training."""
        return self.trained_in != PRECISION

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`."""
        return {name: getattr(self, name) for name in JSON} | (
            {"vocabulary": self.vocabulary} if self.vocabulary else {}
        )


@dataclass(frozen=True, eq=False)
class _Order:
    """The export that is wanted: the model, the format and the samples."""

    source: Kept | Path
    format: Format
    is_scaled: bool
    samples: np.ndarray

    @property
    def request(self) -> dict[str, Any]:
        """The request to a separate process."""
        place = self.source.path if isinstance(self.source, Kept) else self.source
        return {
            "source": str(place.resolve()) + "/" * isinstance(self.source, Kept),
            "format": self.format.name,
            "dtype": str(self.samples.dtype) if self.is_scaled else None,
        }


@isolated()
def export(
    run: RunLike,
    format: str,  # noqa: A002 - as Keras calls it
    *,
    output: str | Path | None = None,
    force: bool = False,
    raw: bool = False,
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
        runs_dir: The folder in which ids are looked up.
        watch: A function that is called before the backend is imported.

    Returns:
        Where the file is, and the greatest difference between its output and the model's.

    Raises:
        UsageError: No such run or format.
        ZooError: Something that the format needs is not installed; the output exists; or the
            outputs differ by more than the format's tolerance, and the file was deleted.

    Example:
        >>> zoo.export("last", "onnx", output="model.onnx").greatest_difference
    """
    if format not in FORMATS:
        raise SettingError("format", format, f"is not known; wanted one of {', '.join(FORMATS)}")
    wanted = FORMATS[format]
    wanted.require()
    source = source_of(run, runs_dir)
    name = backend_of(source)
    backend.require(name)
    path = checked_output(
        output or f"{source.stem}{wanted.ending}",
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
    is_scaled = wanted.is_scaled and not raw and isinstance(source, Kept)
    x = samples_of(source, trained)
    order = _Order(
        source,
        wanted,
        is_scaled,
        typed(x, is_tokens=trained.scaling.tokens) if is_scaled else trained.taken(x),
    )
    expected = exporters.outputs(trained, x, is_scaled=is_scaled)
    with TemporaryDirectory(prefix="zoo-") as folder, in_place(path) as beside:
        _write(order, trained, name, beside)
        found = _run(order, name, beside, Path(folder))
        difference = _difference(found, expected)
        if not difference <= wanted.tolerance:
            differ = f"outputs differ by {difference:.1e} on {len(x):,} samples"
            reason = f"its {wanted.title} {differ}; wanted at most {wanted.tolerance:.0e}"
            raise ZooError(f"{trained.title} was not exported: {reason}")
    for each, text in beside_it.items():
        write_output(each, text)
    known, noun = (
        (
            source.run,
            f"{source.plan.dataset.value.unit} of the test split of {source.plan.dataset.name}",
        )
        if isinstance(source, Kept)
        else (str(source), RANDOM)
    )
    if isinstance(source, Kept) and source.plan.dataset.value.is_in_memory:
        noun = RANDOM
    return Exported(
        run=known,
        format=format,
        path=str(path),
        bytes=_bytes(path),
        samples=len(x),
        greatest_difference=difference,
        tolerance=wanted.tolerance,
        title=wanted.title,
        runtime=wanted.runtime_title(),
        takes=str(order.samples.dtype),
        input_shape=trained.input_shape,
        noun=noun,
        trained_in=source.plan.train.precision if isinstance(source, Kept) else PRECISION,
        vocabulary="".join(map(str, beside_it)),
    )


def format_of(output: str | Path | None) -> str:
    """The format by the ending of a name; keras if no other matches."""
    name = "" if output is None else str(output).lower()
    return next((each.name for each in FORMATS.values() if name.endswith(each.ending)), "keras")


def _write(order: _Order, trained: Trained, name: str, path: Path) -> None:
    writer = order.format.backend or name
    if writer == name:
        exporters.write(trained, order.format.name, path, order.request["dtype"])
        return
    request = order.request | {"backend": writer, "path": str(path.resolve())}
    _ask("zoo.inference.export_worker", request, f"{trained.title} was not exported: {BACKENDS[writer]}")


def _run(order: _Order, name: str, path: Path, folder: Path) -> np.ndarray:
    """The outputs of the format's runtime for the samples, in a process that knows only the file."""
    samples, outputs = folder / "samples.npy", folder / "outputs.npy"
    np.save(samples, order.samples)
    files = {"path": str(path.resolve()), "samples": str(samples), "outputs": str(outputs)}
    request = order.request | files | {"backend": name}
    if isinstance(order.source, Kept):
        request["custom_objects"] = order.source.record.custom_objects
    module = "zoo.training.runtimes" if order.format.is_scaled else "zoo.inference.export_worker"
    _ask(module, request, f"nothing was exported: {order.format.runtime_title()}", KERAS_BACKEND=name)
    return np.load(outputs, allow_pickle=False)


def _ask(module: str, request: dict[str, Any], who: str, **environment: str) -> None:
    try:
        process.ask(module, request, patience=PATIENCE, **environment)
    except process.NoAnswer as ended:
        raise ZooError(f"{who} {ended}") from ended.__cause__
    except ZooError as error:
        raise ZooError(f"{who} failed: {error}") from error.__cause__


def _difference(found: np.ndarray, expected: np.ndarray) -> float:
    """The relative difference; NaN if the shapes differ or an output is NaN."""
    if found.shape != expected.shape:
        return float("nan")
    return float(np.abs(found - expected).max() / max(1.0, np.abs(expected).max()))


def _bytes(path: Path) -> int:
    return sum(
        each.stat().st_size for each in ([path] if path.is_file() else path.rglob("*")) if each.is_file()
    )
