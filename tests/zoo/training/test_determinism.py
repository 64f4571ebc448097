"""`deterministic` in a plan: the switches of each backend."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tensorflow.python.framework import config

import zoo
from zoo.errors import BackendError
from zoo.training import determinism

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.runs import RunRecord

ON_JAX = """\
import json, sys, zoo

runs = [zoo.train("softmax-1layer", "adam", "iris", epochs=2, backend="jax", deterministic=on) for on in (True, True)]
print(json.dumps([[each.history, each.fingerprint.get("XLA_FLAGS")] for each in runs]))
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder for runs."""
    monkeypatch.chdir(tmp_path)


def trained(*, deterministic: bool | None = None) -> RunRecord:
    """A short run."""
    return zoo.train("relu-dropout", "adam", "iris", epochs=2, deterministic=deterministic)


@pytest.mark.long
def test_the_plan_decides_and_the_switch_is_set_back() -> None:
    """It is in plan and fingerprint, and a replay has it; what code has set has no effect."""
    first, plain = trained(deterministic=True), trained()
    config.enable_op_determinism()
    try:
        other = trained()
        assert config.is_op_determinism_enabled()
    finally:
        config.disable_op_determinism()
    replayed = zoo.replay(first)
    assert [each.fingerprint.get("op_determinism") for each in (first, plain, other)] == ["True", None, None]
    assert (replayed.verdict.kind, replayed.record.fingerprint == first.fingerprint) == (
        "bit-identical",
        True,
    )
    assert not config.is_op_determinism_enabled()


def test_the_variables_of_a_backend_are_set_before_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others are kept; JAX that has started without is an error."""
    monkeypatch.setenv(determinism.FLAGS, "--xla_dump_to=x")
    monkeypatch.delenv(determinism.CUBLAS, raising=False)
    monkeypatch.setattr(determinism, "_jax_has_started", lambda: False)
    for backend in ("tensorflow", "jax", "torch"):
        determinism.set_variables(backend, wanted=True)
    assert os.environ[determinism.FLAGS] == f"--xla_dump_to=x {determinism.FLAG}"
    assert os.environ[determinism.CUBLAS] == determinism.WORKSPACE
    monkeypatch.setattr(determinism, "_jax_has_started", lambda: True)
    determinism.set_variables("jax", wanted=True)
    monkeypatch.delenv(determinism.FLAGS)
    with pytest.raises(BackendError, match="JAX already runs without deterministic operations"):
        determinism.set_variables("jax", wanted=True)


@pytest.mark.jax
def test_a_run_on_jax_has_the_flag(tmp_path: Path) -> None:
    """Each run of a process that began with it."""
    environment = os.environ | {"KERAS_BACKEND": "jax", "XLA_FLAGS": ""}
    done = subprocess.run(
        [sys.executable, "-c", ON_JAX],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    first, second = json.loads(done.stdout)
    assert (first, first[1]) == (second, determinism.FLAG)
