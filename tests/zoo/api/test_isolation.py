"""A call of the API leaves the global state of the process as it was, and refuses a forked process."""

from __future__ import annotations

import logging
import random
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from tensorflow.python.eager.context import context

import zoo
from zoo.training.events import EpochDone, Event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> zoo.RunRecord:
    """A run that is trained with Keras's defaults."""
    return zoo.train("relu-dropout", dataset="iris", epochs=2, runs_dir=tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def runs(first: zoo.RunRecord) -> Path:
    """Its folder."""
    return Path(first.path).parent


def interrupt(event: Event) -> None:
    """Stop after the first epoch."""
    if isinstance(event, EpochDone):
        raise KeyboardInterrupt


def resume(runs: Path) -> None:
    """Interrupt a run, and resume it."""
    with pytest.raises(zoo.Interrupted) as stopped:
        zoo.train("softmax-1layer", dataset="iris", epochs=2, runs_dir=runs / "others", watch=interrupt)
    assert stopped.value.record is not None
    zoo.resume(stopped.value.record)


def fail(runs: Path) -> None:
    """A training that fails."""
    huge = {"optimizer.learning_rate": 1e30}
    with pytest.raises(zoo.TrainingFailed):
        zoo.train("relu-dropout", "sgd", "diabetes", settings=huge, runs_dir=runs / "others")


CALLS: dict[str, Callable[[Path], Any]] = {
    "list": lambda runs: (zoo.list_models(), zoo.list_runs(runs_dir=runs)),
    "show": lambda runs: zoo.show("relu-dropout"),
    "build": lambda runs: zoo.build("relu-dropout"),
    "train": lambda runs: zoo.train("softmax-1layer", dataset="iris", epochs=1, runs_dir=runs / "others"),
    "a failed training": fail,
    "gradients": lambda runs: zoo.gradients("softmax-1layer", "iris", batches=2),
    "range_test": lambda runs: zoo.range_test("softmax-1layer", dataset="iris", steps=20),
    "resume": resume,
    "replay": lambda runs: zoo.replay("last", epochs=1, runs_dir=runs),
    "load": lambda runs: zoo.load("last", runs_dir=runs),
    "evaluate": lambda runs: zoo.evaluate("last", runs_dir=runs),
    "predict": lambda runs: zoo.predict("last", limit=2, runs_dir=runs),
    "export": lambda runs: zoo.export("last", "keras", output=runs / "x.keras", force=True, runs_dir=runs),
    "baseline": lambda runs: zoo.baseline("iris", runs_dir=runs),
    "report": lambda runs: zoo.report(["last"], output=runs / "report.html", force=True, runs_dir=runs),
    "sweep": lambda runs: zoo.sweep("softmax-1layer", dataset="iris", epochs=1, runs_dir=runs),
}
QUICK = ("build", "train", "predict", "load", "a failed training")


def global_state() -> dict[str, Any]:
    """What a caller may have set, or will draw next."""
    kind, keys, *rest = np.random.get_state()  # noqa: NPY002 - the legacy state is the point
    return {
        "random": random.getstate(),
        "numpy": (kind, keys.tobytes(), *rest),
        "tensorflow": (context()._seed, context()._rng.getstate()),
        "policy": keras.config.dtype_policy().name,
        "floatx": keras.config.floatx(),
        "epsilon": keras.config.epsilon(),
        "format": keras.config.image_data_format(),
        "interactive": keras.config.is_interactive_logging_enabled(),
        "filters": warnings.filters[:],
        "show": warnings.showwarning,
        "level": logging.getLogger("tensorflow").level,
    }


@pytest.fixture
def unusual() -> Iterator[dict[str, Any]]:
    """A state that is not Keras's default."""
    random.seed(1)
    np.random.seed(2)  # noqa: NPY002 - the legacy state is the point
    tf.random.set_seed(3)
    logging.getLogger("tensorflow").setLevel(logging.INFO)
    keras.utils.clear_session()
    keras.config.set_floatx("float64")
    keras.config.set_epsilon(1e-5)
    keras.config.set_image_data_format("channels_first")
    keras.config.set_dtype_policy("mixed_bfloat16")
    keras.config.disable_interactive_logging()
    assert keras.layers.Dense(1).name == "dense"
    yield global_state()
    keras.utils.clear_session()
    keras.config.set_floatx("float32")
    keras.config.set_epsilon(1e-7)
    keras.config.set_image_data_format("channels_last")


@pytest.mark.long
@pytest.mark.parametrize(
    "call",
    [
        pytest.param(call, id=name, marks=() if name in QUICK else pytest.mark.long)
        for name, call in CALLS.items()
    ],
)
def test_a_call_leaves_the_global_state(
    call: Callable[[Path], Any], runs: Path, unusual: dict[str, Any]
) -> None:
    """Random numbers, Keras's settings and layer names, and warning filters go on as they were."""
    call(runs)
    assert global_state() == unusual
    assert keras.layers.Dense(1).name == "dense_1"


def test_a_run_does_not_depend_on_the_global_state(
    first: zoo.RunRecord, runs: Path, unusual: dict[str, Any]
) -> None:
    """It is trained in float32, with its own seed, whatever the caller has set."""
    record = zoo.train("relu-dropout", dataset="iris", epochs=2, runs_dir=runs / "others")
    assert record.history == first.history


FORKED = """\
import multiprocessing, sys, types, zoo
def use(call):
    try:
        getattr(zoo, call)("relu-dropout")
    except zoo.ZooError as error:
        return f"{type(error).__name__}: {error}"
if __name__ == "__main__":
    sys.modules |= dict.fromkeys(sys.argv[1].split(), types.ModuleType("stub"))
    with multiprocessing.get_context("fork").Pool(1) as pool:
        print(*pool.map(use, ["build", "train", "evaluate", "predict", "load"]), sep="\\n")
        print(pool.apply(len, [zoo.list_models("relu-*")]))
"""


@pytest.mark.parametrize(
    ("imported", "named"),
    [
        ("tensorflow", "TensorFlow was imported"),
        ("jax", "JAX was imported"),
        ("jax tensorflow", "TensorFlow and JAX were imported"),
    ],
)
def test_a_process_that_was_forked_too_late_is_refused(tmp_path: Path, imported: str, named: str) -> None:
    """It would wait for threads that it does not have; what needs no Keras works."""
    file = tmp_path / "forked.py"
    file.write_text(FORKED)
    done = subprocess.run([sys.executable, str(file), imported], capture_output=True, text=True, check=False)
    sentence = (
        f"BackendError: this process was forked after {named}, and would wait for ever; "
        "start it with multiprocessing's method spawn or forkserver\n"
    )
    assert (done.stdout, done.stderr) == (sentence * 5 + "2\n", "")


FIRST = """\
import random, warnings, zoo
random.seed(1)
before = random.getstate(), warnings.filters[:]
zoo.build("softmax-1layer", (4,), 3)
import keras, tensorflow
from tensorflow.python.eager import context
print((random.getstate(), warnings.filters[:]) == before, keras.layers.Dense(1).name, context.context()._seed)
"""


@pytest.mark.long
def test_a_call_that_imports_keras_leaves_it_as_imported(tmp_path: Path) -> None:
    """As if nothing had been built."""
    command = [sys.executable, "-c", FIRST]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.stdout == "True dense None\n"
