"""Export a run's model to other formats, each verified in its own runtime."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import warnings
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zoo
from zoo.catalog.resolve import named
from zoo.data.load import examples
from zoo.errors import UsageError, ZooError
from zoo.inference.export import export, format_of
from zoo.inference.export_samples import SAMPLES
from zoo.inference.exported import Exported
from zoo.inference.formats import FORMATS, Format
from zoo.plan.make import make_plan
from zoo.plan.prepare import prepare
from zoo.runs.kept import of_run
from zoo.specs.named import Named
from zoo.training import exporters
from zoo.training.train import train

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.inference.export_order import Order
    from zoo.runs import RunRecord
    from zoo.training.restore import Trained

CONVOLUTIONS = zoo.ModelSpec(
    layers=(
        zoo.Conv2D(4, 3, activation="relu"),
        zoo.BatchNormalization(),
        zoo.MaxPooling2D(2),
        zoo.Flatten(),
        zoo.Dropout(0.3),
        zoo.Head(),
    )
)


def installed(name: str) -> pytest.MarkDecorator:
    """A mark that skips a format if its packages are not installed."""
    missing = [each for each in FORMATS[name].needs if importlib.util.find_spec(each) is None]
    return pytest.mark.skipif(bool(missing), reason=f"the format {name} needs {', '.join(missing)}")


ALL = [pytest.param(name, marks=[installed(name), pytest.mark.long]) for name in FORMATS]
RUNS: dict[str, tuple[Any, str]] = {
    "images": (CONVOLUTIONS, "digits"),
    "rows": ("relu-dropout", "breast-cancer"),
    "targets": ("relu-flatten", "diabetes"),
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], RunRecord]:
    """`run("images")`: a run of each kind of task, on TensorFlow."""
    folder = tmp_path_factory.mktemp("runs")

    @cache
    def trained(kind: str) -> RunRecord:
        model, dataset = RUNS[kind]
        spec = named("model", model) if isinstance(model, str) else Named("net", model)
        parts = spec, named("optimizer", "adam"), named("dataset", dataset)
        return train(make_plan(*parts, settings={"train.epochs": 1}), folder)

    return trained


@pytest.mark.parametrize("name", ALL)
def test_exported_file_gives_the_same_outputs(
    name: str, run: Callable[[str], RunRecord], tmp_path: Path
) -> None:
    """It has the reported size, and its outputs differ by no more than the tolerance."""
    kind = FORMATS[name]
    path = tmp_path / f"model{kind.ending}"
    found = export(run("images").path, name, output=path)
    assert found.greatest_difference <= kind.tolerance <= 1e-5
    content = [each for each in ([path] if path.is_file() else path.rglob("*")) if each.is_file()]
    assert found.to_json() == {
        "run": run("images").id,
        "format": name,
        "path": str(path),
        "bytes": sum(each.stat().st_size for each in content),
        "samples": 100,
        "greatest_difference": found.greatest_difference,
        "tolerance": kind.tolerance,
    }
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.long
@installed("onnx")
@pytest.mark.parametrize("kind", ["rows", "targets"])
def test_scaling_is_part_of_the_file(kind: str, run: Callable[[str], RunRecord], tmp_path: Path) -> None:
    """Unscaled rows give the metrics of the record, in the units of the target."""
    import onnxruntime

    record, path = run(kind), tmp_path / "model.onnx"
    export(record.path, "onnx", output=path)
    plan = of_run(Path(record.path)).plan
    _, data = prepare(plan)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    x = examples(plan.dataset, "test", 1_000).astype(np.float32)
    answers = session.run(None, {session.get_inputs()[0].name: x})[0]
    true = data.truth[data.parts.test].ravel()
    if kind == "rows":
        found = {"accuracy": np.mean((answers[:, 0] > 0.5) == true)}
    else:
        found = {"mean_absolute_error": np.abs(answers[:, 0] - true).mean()}
    wanted = {name: record.metrics["test"][name] for name in found}
    assert found == pytest.approx(wanted, rel=1e-4)


@pytest.mark.long
@installed("onnx")
def test_raw_omits_the_scaling(run: Callable[[str], RunRecord], tmp_path: Path) -> None:
    """The input is scaled, and the output is a standardized target."""
    import onnxruntime

    record, path = run("targets"), tmp_path / "model.onnx"
    export(record.path, "onnx", output=path, raw=True)
    _, data = prepare(of_run(Path(record.path)).plan)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    answers = session.run(None, {session.get_inputs()[0].name: data.scaled(data.parts.test)})[0]
    assert np.abs(answers - data.y[data.parts.test]).mean() < 2


def test_format_follows_from_the_suffix() -> None:
    """The default is Keras's own format."""
    names = [
        "a.onnx",
        "a.tflite",
        "a.pt2",
        "a.weights.h5",
        "a-saved-model",
        "a-openvino",
        "a.KERAS",
        None,
    ]
    wanted = ["onnx", "litert", "torch", "weights", "saved-model", "openvino", "keras", "keras"]
    assert [format_of(name) for name in names] == wanted
    with pytest.raises(UsageError) as refused:
        format_of("a.h5")
    endings = ".keras, .weights.h5, -saved-model, .onnx, .tflite, -openvino, .pt2"
    assert str(refused.value) == f"a.h5 has the ending of no format; wanted one of {endings}"


def changed(monkeypatch: pytest.MonkeyPatch, by: float) -> None:
    """Let the written file give the model's outputs plus a number, without a separate process."""
    outputs, expected = exporters.outputs, list[np.ndarray]()

    def remembered(*each: Any, **named: Any) -> np.ndarray:
        expected.append(outputs(*each, **named))
        return expected[-1]

    monkeypatch.setattr(exporters, "outputs", remembered)
    monkeypatch.setattr("zoo.inference.export_order.run", lambda *_: expected[-1] + by)


@pytest.mark.parametrize("name", ["keras", pytest.param("saved-model", marks=pytest.mark.long)])
def test_file_that_differs_is_deleted(
    name: str, run: Callable[[str], RunRecord], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An existing file is kept."""
    path = tmp_path / f"model{FORMATS[name].ending}"
    changed(monkeypatch, 0)
    export(run("rows").path, name, output=path)
    before = {each: each.stat().st_mtime_ns for each in tmp_path.rglob("*")}
    changed(monkeypatch, 1e-3)
    with pytest.raises(
        ZooError, match=rf"not exported: its {FORMATS[name].title} outputs differ by 1.0e-03 on 100"
    ):
        export(run("rows").path, name, output=path, force=True)
    assert {each: each.stat().st_mtime_ns for each in tmp_path.rglob("*")} == before


def test_a_keras_file_is_loaded_without_a_warning(
    run: Callable[[str], RunRecord], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has neither the optimizer's settings nor its state."""
    import keras

    changed(monkeypatch, 0)
    path = export(run("rows").path, "keras", output=tmp_path / "model.keras").path
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = keras.saving.load_model(path)
    assert [each.compiled for each in (model, *model.layers) if isinstance(each, keras.Model)] == [False] * 2


def test_nan_is_a_difference(
    run: Callable[[str], RunRecord], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A comparison with NaN is always false, so it has to be checked."""
    changed(monkeypatch, float("nan"))
    with pytest.raises(ZooError, match="not exported: its Keras outputs differ by nan"):
        export(run("rows").path, "keras", output=tmp_path / "model.keras")
    assert list(tmp_path.iterdir()) == []


def test_existing_file_is_left_unchanged(run: Callable[[str], RunRecord], tmp_path: Path) -> None:
    """The check comes before Keras is imported."""
    path = tmp_path / "model.keras"
    path.write_text("mine")
    with pytest.raises(ZooError, match=r"model.keras exists; overwrite it with --force or choose another"):
        export(run("rows").path, "keras", output=path)
    assert path.read_text() == "mine"


def test_folder_that_is_not_an_export_is_left_unchanged(
    run: Callable[[str], RunRecord], tmp_path: Path
) -> None:
    """Even --force replaces only exports."""
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(ZooError, match=r"is a folder, not an export; name a new folder with -o"):
        export(run("rows").path, "saved-model", output=tmp_path, force=True)
    assert (tmp_path / "mine").read_text() == "mine"


def test_missing_package_is_named_with_its_extra(
    run: Callable[[str], RunRecord], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is found before any other error."""
    lacking = Format("onnx", "ONNX", ".onnx", "onnxruntime", 1e-5, needs=("nowhere_to_be_found",))
    monkeypatch.setitem(FORMATS, "onnx", lacking)
    said = r'the format onnx needs nowhere_to_be_found, which is not installed; pip install "kerazoo\[onnx\]"'
    with pytest.raises(ZooError, match=said):
        export(run("rows").path, "onnx", output=tmp_path / "model.onnx")


def test_unknown_format_is_refused(run: Callable[[str], RunRecord]) -> None:
    """The message has the known formats."""
    with pytest.raises(
        UsageError, match="format=onxx is not known; wanted one of keras, weights, saved-model"
    ):
        export(run("rows").path, "onxx")


@pytest.mark.long
def test_keras_file_is_compared_on_random_inputs(run: Callable[[str], RunRecord], tmp_path: Path) -> None:
    """Its data is unknown."""
    source = Path(run("rows").path) / "model.keras"
    found = export(source, "keras", output=tmp_path / "again.keras")
    assert isinstance(found, Exported)
    assert (found.run, found.noun, found.samples) == (str(source), "random inputs", SAMPLES)


@pytest.mark.long
@installed("onnx")
def test_file_that_takes_bytes_is_compared_on_bytes(run: Callable[[str], RunRecord], tmp_path: Path) -> None:
    """Such as an exported model of images with its scaling."""
    own = export(run("images").path, "keras", output=tmp_path / "own.keras").path
    found = export(own, "onnx", output=tmp_path / "own.onnx")
    assert (found.takes, found.greatest_difference <= found.tolerance) == ("uint8", True)


@pytest.mark.parametrize(
    ("kind", "name", "options", "said"),
    [
        ("rows", "onnx", {"quantize": "int4"}, "quantize=int4 is not known; wanted int8 or float16"),
        ("rows", "keras", {"quantize": "int8"}, "does not apply to keras; wanted format onnx or litert"),
        ("rows", "onnx", {"tolerance": 0.1}, "tolerance=0.1 is for quantized exports; wanted --quantize too"),
        ("rows", "onnx", {"quantize": "int8", "tolerance": float("nan")}, "wanted a number from 0 to 1"),
        ("rows", "onnx", {"quantize": "int8"}, "one range, .*; wanted --raw, for scaled inputs, or float16"),
        ("file", "onnx", {"quantize": "int8"}, "a .keras file has none; wanted a run"),
    ],
)
def test_what_cannot_be_quantized_is_refused(
    *,
    kind: str,
    name: str,
    options: dict[str, Any],
    said: str,
    run: Callable[[str], RunRecord],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The message has what works."""
    monkeypatch.setitem(FORMATS, "onnx", replace(FORMATS["onnx"], needs=()))
    record = run("rows")
    source = record.path if kind == "rows" else Path(record.path) / "model.keras"
    with pytest.raises(UsageError, match=said):
        export(source, name, **options)


def test_a_less_accurate_quantized_file_is_deleted(
    run: Callable[[str], RunRecord], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message has both figures; with a larger tolerance the file is kept, and its figures are returned."""
    monkeypatch.setitem(FORMATS, "onnx", replace(FORMATS["onnx"], needs=(), runtime="numpy"))
    changed(monkeypatch, 0.3)

    def write(order: Order, _: Trained, path: Path, folder: Path) -> int:
        assert order.calibration is not None
        assert (len(order.calibration), folder.is_dir()) == (200, True)
        path.write_bytes(b"123")
        return 12

    monkeypatch.setattr("zoo.inference.export_order.write", write)
    record = run("rows")
    path, options = tmp_path / "it.onnx", {"quantize": "int8", "raw": True}
    with pytest.raises(ZooError, match=r"accuracy of its ONNX int8 is 0\.\d+ instead of 0\.\d+ on 114 rows"):
        export(record.path, "onnx", output=path, **options)
    changed(monkeypatch, float("nan"))
    with pytest.raises(
        ZooError, match="ONNX int8 outputs differ by nan on 114 samples; wanted finite numbers"
    ):
        export(record.path, "onnx", output=path, tolerance=1, **options)
    assert list(tmp_path.iterdir()) == []
    changed(monkeypatch, 0.3)
    found = export(record.path, "onnx", output=path, tolerance=1, **options).to_json()
    accuracy = found["accuracy"]
    assert {key: found[key] for key in ("bytes", "float_bytes", "quantized", "tolerance")} == {
        "bytes": 3,
        "float_bytes": 12,
        "quantized": "int8",
        "tolerance": None,
    }
    lost = accuracy["before_alone"] - accuracy["after_alone"]
    assert accuracy["before"] == pytest.approx(record.metrics["test"]["accuracy"])
    assert accuracy["after"] == pytest.approx(accuracy["before"] - lost / 114)


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "quantize"),
    [pytest.param(name, "int8", marks=installed(name)) for name in ("onnx", "litert")],
)
def test_a_quantized_file_is_smaller(
    name: str, quantize: str, run: Callable[[str], RunRecord], tmp_path: Path
) -> None:
    """Its outputs differ, though not its types."""
    found = export(
        run("images").path,
        name,
        quantize=quantize,
        tolerance=0.05,
        output=tmp_path / f"a{FORMATS[name].ending}",
    )
    assert found.accuracy is not None
    assert 1e-5 < found.greatest_difference < 0.2
    assert (found.takes, found.samples, found.quantized) == ("uint8", 360, quantize)


JAX = """
from pathlib import Path
import json, sys
from zoo.catalog.resolve import named
from zoo.inference.export import export
from zoo.plan.make import make_plan
from zoo.specs.named import Named
from zoo.training.train import train
import zoo
net = zoo.ModelSpec(layers=(zoo.Conv2D(4, 3), zoo.MaxPooling2D(2), zoo.BatchNormalization(), zoo.Flatten(), zoo.Head()))
parts = Named("net", net), named("optimizer", "adam"), named("dataset", "digits")
record = train(make_plan(*parts, settings={"train.epochs": 1, "train.backend": "jax"}), Path("runs"))
found = [export(record.path, name, output=Path("out" + ending)).greatest_difference
         for name, ending in (("onnx", ".onnx"), ("saved-model", "-saved-model"))]
print(json.dumps(found))
"""


@pytest.mark.long
@pytest.mark.jax
@installed("onnx")
def test_run_of_jax_is_written_by_tensorflow(tmp_path: Path) -> None:
    """In a separate process, with the same weights; the outputs are compared with those of JAX."""
    done = subprocess.run(
        [sys.executable, "-c", JAX],
        cwd=tmp_path,
        env=os.environ | {"KERAS_BACKEND": "jax"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert max(json.loads(done.stdout.splitlines()[-1])) <= 1e-5
