"""Results that must be the same on every installed backend."""

from __future__ import annotations

import gc
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zoo.errors import BackendError
from zoo.system import process
from zoo.training import backend as backends

if TYPE_CHECKING:
    from collections.abc import Callable

BACKENDS = [pytest.param("jax", marks=pytest.mark.jax), pytest.param("torch", marks=pytest.mark.soak)]
LINEAR = """\
import zoo

def build(input_shape, task):
    import keras
    return keras.Sequential([keras.Input(input_shape), keras.layers.Dense(1, kernel_initializer="zeros")])

SPEC = zoo.ModelSpec(builder=build, input_shape=(10,))
"""
TRAINING = """\
import json, sys
import zoo

record = zoo.train("linear", "momentum", "diabetes", epochs=3, batch_size=7, backend=sys.argv[1], runs_dir=sys.argv[2])
print(json.dumps(record.history))
"""
RESUMED = """\
import json, os, signal
from pathlib import Path
import zoo
from zoo.training.events import EpochDone

def watch(event):
    if isinstance(event, EpochDone) and event.record.complete_epochs == 1:
        os.kill(os.getpid(), signal.SIGINT)

def digests(record):
    return [json.loads(row)["digest"] for row in Path(record.path, "metrics.jsonl").read_text().splitlines()]

whole = zoo.train("relu-dropout", dataset="digits", epochs=3)
try:
    zoo.train("relu-dropout", dataset="digits", epochs=3, watch=watch)
except zoo.Interrupted as interrupted:
    resumed = zoo.resume(interrupted.record.path)
print(len(digests(whole)), digests(resumed) == digests(whole))
"""


def test_an_unknown_backend_is_not_looked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dotted name from a third-party record would be imported to be found."""
    (tmp_path / "evil.py").write_text("open('imported', 'w')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BackendError) as refused:
        backends.require("evil.x")
    assert str(refused.value) == "the backend evil.x is not known; wanted one of tensorflow, jax, torch"
    assert not Path("imported").exists()


def test_a_worker_frees_what_its_runs_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the import of Keras is frozen, and not the models of the runs before, which would never be freed."""
    monkeypatch.setattr(process, "is_ours", lambda: True)
    monkeypatch.setitem(sys.modules, "keras", ModuleType("keras"))
    before = gc.get_freeze_count()
    backends._imported_keras("tensorflow")
    assert before == gc.get_freeze_count()


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_backend_has_the_same_order_of_examples(
    tmp_path: Path, install: Callable[..., Path], backend: str
) -> None:
    """Without randomness in the model, the history depends only on the order."""
    if importlib.util.find_spec(backend) is None:
        pytest.skip(f"the extra {backend} is not installed")
    site = install("acme-linear", "[zoo.models]\nlinear = acme_linear:SPEC", {"acme_linear.py": LINEAR})
    histories = []
    for name in ("tensorflow", backend):
        environment = os.environ | {"KERAS_BACKEND": name, "PYTHONPATH": str(site)}
        command = [sys.executable, "-c", TRAINING, name, str(tmp_path / "runs")]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        histories.append(json.loads(done.stdout.splitlines()[-1]))
    assert list(histories[0]) == list(histories[1])
    for metric, values in histories[0].items():
        np.testing.assert_allclose(histories[1][metric], values, rtol=1e-4, err_msg=metric)


@pytest.mark.long
@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="the extra torch is not installed")
def test_a_resume_on_torch_is_bitwise(tmp_path: Path) -> None:
    """Keras's Dropout draws from torch's global random numbers there."""
    done = subprocess.run(
        [sys.executable, "-c", RESUMED],
        env=os.environ | {"KERAS_BACKEND": "torch"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("3 True\n", 0), done.stderr


def test_a_configuration_that_keras_cannot_read_is_named(tmp_path: Path) -> None:
    """The error is one line, and there is no run."""
    (tmp_path / "keras.json").write_text("[]")
    done = subprocess.run(
        [
            Path(sys.executable).with_name("zoo"),
            "train",
            "relu-flatten",
            "--dataset",
            "iris",
            "--progress",
            "off",
        ],
        env=os.environ | {"KERAS_HOME": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    sentence = (
        "error: Keras can't be imported: AttributeError: 'list' object has no attribute 'get'; "
        f"check {tmp_path / 'keras.json'}\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence)
    assert list((tmp_path / "runs").iterdir()) == []


@pytest.mark.long
def test_what_no_training_needs_is_not_imported(tmp_path: Path) -> None:
    """Our own processes hide it while Keras is imported; afterwards it can be imported as before."""
    for name in backends.UNUSED:
        (tmp_path / f"{name}.py").write_text("")
    script = (
        "import kerazoo, sys\nfrom zoo.training import backend\nbackend.start('tensorflow')\n"
        "print([name for name in backend.UNUSED if name in sys.modules])\n"
        "import matplotlib\nprint(matplotlib.__file__)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "KERAS_BACKEND": "tensorflow"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["[]", str(tmp_path / "matplotlib.py")]
