"""A training that begins from weights, freezes layers, and has phases."""

from __future__ import annotations

import shutil
import signal
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zoo
from tests.zoo.training.bench import LONG
from tests.zoo.training.samples import NOISY
from zoo.errors import DeclarationError, UsageError, ZooError
from zoo.runs import Interrupted
from zoo.runs.kept import of_run
from zoo.runs.start import begun_from
from zoo.training.events import EpochDone
from zoo.training.train import train

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord


@pytest.fixture(scope="module")
def source(plan: Callable[..., Plan], tmp_path_factory: pytest.TempPathFactory) -> RunRecord:
    """A run to begin from."""
    return train(plan(NOISY, epochs=1), tmp_path_factory.mktemp("source"))


@pytest.fixture
def tune(plan: Callable[..., Plan], source: RunRecord, tmp_path: Path) -> Callable[..., RunRecord]:
    """Train the noisy model from the source, in the folder `runs` of a temporary directory."""

    def run(start: Any = source, model: Any = NOISY, *, partial: bool = False, **settings: Any) -> RunRecord:
        begun = begun_from(start, tmp_path / "runs", partial=partial)
        return train(replace(plan(model, **settings), start=begun), tmp_path / "runs")

    return run


def weights(record: RunRecord) -> dict[str, np.ndarray]:
    """The weights of a run's model by the names of layer and variable."""
    arrays = of_run(Path(record.path)).checkpoint.kept_model
    found = {"/".join(each.name.split("/")[-2:]): np.frombuffer(each.content, each.dtype) for each in arrays}
    return {name: value for name, value in found.items() if not name.endswith("state")}


def changed(before: RunRecord, after: RunRecord) -> set[str]:
    """The variables that differ between two runs."""
    one, other = weights(before), weights(after)
    return {name for name in one if not np.array_equal(one[name], other[name])}


HEAD = {"output/kernel", "output/bias"}


@pytest.mark.parametrize("execution", [pytest.param("plain", marks=LONG), "loop"])
@pytest.mark.long
def test_frozen_layers_keep_their_weights(tune: Callable, source: RunRecord, execution: str) -> None:
    """Also the moving averages of BatchNormalization, which is in inference mode."""
    record = tune(freeze=["hidden", "batch*"], execution=execution)
    assert changed(source, record) == HEAD
    assert record.phases == [
        {"epochs": 2, "frozen": ["hidden", "batch_normalization"], "trainable_parameters": 51, "begun": 0}
    ]
    assert record.start["layers"] == dict.fromkeys(("hidden", "batch_normalization", "output"), "taken")


@LONG
def test_each_phase_trains_its_layers_with_a_new_optimizer(tune: Callable, source: RunRecord) -> None:
    """The history is one, and says the learning rate of each epoch; what is evaluated is what was recorded."""
    phases = [
        {"epochs": 1, "train_only": "output", "lr": 0.1},
        {"epochs": 2, "unfreeze": "hidden", "schedule": {"type": "cosine", "end": 0.5}},
    ]
    record = tune(phases=phases, epochs=3)
    replayed = zoo.replay(record.path, epochs=2)
    assert (replayed.verdict.kind, replayed.record.complete_epochs) == ("bit-identical", 2)
    assert changed(source, record) == HEAD | {"hidden/kernel", "hidden/bias"}
    assert [each.get("begun") for each in record.phases] == [0, 1]
    first, *others = record.history["learning_rate"]
    assert (first, others[0] < 0.001, others[0] > others[1]) == (pytest.approx(0.1), True, True)
    optimizer = zoo.load(record.path).optimizer
    assert int(optimizer.iterations) == 2 * 3
    evaluated = zoo.evaluate(record.path, split="validation")
    assert record.metrics["validation"] == {name: evaluated.metrics[name] for name in ("loss", "accuracy")}


WIDER = NOISY.override({"hidden.units": 8}, "noisy")


@pytest.mark.long
def test_what_does_not_fit_is_refused_by_variable(tune: Callable) -> None:
    """With both shapes; nothing is written."""
    with pytest.raises(DeclarationError) as refused:
        tune(model=WIDER)
    assert [each[:2] for each in refused.value.details] == [
        ("hidden/kernel", "(4, 16)"),
        ("hidden/bias", "(16,)"),
        *(
            (f"batch_normalization/{name}", "(16,)")
            for name in ("gamma", "beta", "moving_mean", "moving_variance")
        ),
    ]


@LONG
def test_partial_takes_what_fits(tune: Callable, source: RunRecord) -> None:
    """Layers of other shapes are new, as a head is."""
    taller = zoo.ModelSpec((*NOISY.layers[:-1], zoo.Dense(16, name="more"), NOISY.layers[-1]))
    with pytest.raises(DeclarationError, match="more/kernel: –; wanted"):
        tune(model=taller)
    record = tune(model=taller, partial=True, train_only="more", epochs=1)
    assert record.start["layers"] == {
        "hidden": "taken", "batch_normalization": "taken", "more": "new", "output": "taken"
    }  # fmt: skip
    assert record.start["partial"] is True


@LONG
@pytest.mark.parametrize(
    "ending", [".weights.h5", pytest.param(".h5", marks=pytest.mark.soak), ".safetensors", ".keras"]
)
def test_weights_are_taken_from_files(tune: Callable, source: RunRecord, tmp_path: Path, ending: str) -> None:
    """By the names of layers; in Keras's own formats variables of a layer may have other names or none."""
    path = tmp_path / f"model{ending}"
    model = zoo.load(source.path)
    if ending == ".weights.h5":
        model.save_weights(path)
    elif ending == ".keras":
        shutil.copy(Path(source.path) / "model.keras", path)
    elif ending == ".h5":
        import h5py
        from keras.src.legacy.saving import legacy_h5_format

        with h5py.File(path, "w") as file:
            legacy_h5_format.save_weights_to_hdf5_group(file, model)
    else:
        from zoo.runs.published import named_arrays
        from zoo.weights import safetensors

        path.write_bytes(safetensors.dumps(named_arrays(of_run(Path(source.path)))))
    record = tune(start=str(path), train_only="output", epochs=1)
    assert changed(source, record) == HEAD
    assert (record.start["source"], record.start["kind"]) == (path.name, "file")
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ZooError, match="have changed: now sha256"):
        zoo.replay(record.path)
    with pytest.raises(ZooError, match="was not loaded: it"):
        tune(start=str(path))


@LONG
def test_weights_of_keras_applications_are_taken_from_keras_cache(
    tune: Callable, source: RunRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the name of the model; those without a head are preferred, and a missing one says what to do."""
    import h5py
    from keras.src.legacy.saving import legacy_h5_format

    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    folder = tmp_path / "models"
    folder.mkdir()
    with h5py.File(folder / "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5", "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, zoo.load(source.path))
    (folder / "vgg16_weights_tf_dim_ordering_tf_kernels.h5").write_bytes(b"")
    record = tune(start="vgg16", train_only="output", epochs=1)
    assert changed(source, record) == HEAD
    assert (record.start["source"], record.start["kind"]) == ("VGG16", "application")
    with pytest.raises(UsageError, match=r"has no weights of ResNet50; keras.applications.ResNet50"):
        tune(start="ResNet50")


@LONG
def test_a_replay_says_that_its_source_is_gone_and_a_resume_does_not_need_it(
    source: RunRecord, plan: Callable[..., Plan], tmp_path: Path
) -> None:
    """A replay with the source is identical; a resumed run has all weights in its checkpoint."""
    copy = tmp_path / "copies" / Path(source.path).name
    shutil.copytree(source.path, copy)
    begun = begun_from(copy, tmp_path)

    def stop(event: object) -> None:
        if isinstance(event, EpochDone) and event.record.complete_epochs == 1:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(Interrupted) as interrupted:
        train(replace(plan(NOISY, epochs=2, freeze="hidden"), start=begun), tmp_path / "runs", stop)
    assert interrupted.value.record is not None
    path = interrupted.value.record.path
    copy.rename(tmp_path / "moved")
    record = zoo.resume(path)
    assert (record.status, record.start["layers"]["hidden"]) == ("completed", "taken")
    with pytest.raises(
        ZooError, match=f"^{source.id} is missing, which the plan begins from; put it beside the run, or name"
    ):
        zoo.replay(path)
    assert zoo.replay(path, start=tmp_path / "moved").verdict.kind == "bit-identical"
    (tmp_path / "moved").rename(copy)
    tmp_path.rename(tmp_path.parent / "handed over")
    handed = tmp_path.parent / "handed over" / "runs" / Path(path).name
    assert str(tmp_path.parent) not in (handed / "plan.toml").read_text()
    assert str(tmp_path.parent) not in (handed / "run.json").read_text()
    assert zoo.replay(handed).verdict.kind == "bit-identical"
