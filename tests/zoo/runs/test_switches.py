"""Which environment variables can change a result."""

from __future__ import annotations

import pytest

from zoo.runs import switches


@pytest.mark.parametrize(
    "name",
    [
        "KERAS_NNX_ENABLED",
        "TF_DETERMINISTIC_OPS",
        "XLA_FLAGS",
        "JAX_THREEFRY_PARTITIONABLE",
        "JAX_DISABLE_JIT",
        "JAX_DEFAULT_MATMUL_PRECISION",
        "JAX_AN_OPTION_OF_TOMORROW",
        "DNNL_MAX_CPU_ISA",
        "ONEDNN_DEFAULT_FPMATH_MODE",
        "MKL_CBWR",
    ],
)
def test_variables_of_the_frameworks_can(name: str) -> None:
    """Whether or not zoo knows them."""
    assert switches.can_change_results(name)


@pytest.mark.parametrize(
    "name",
    [
        "KERAS_BACKEND",
        "KERAS_HOME",
        "KERAS_MAX_EPOCHS",
        "TF_ENABLE_ONEDNN_OPTS",
        "TF_CPP_MIN_LOG_LEVEL",
        "TF_NUM_INTRAOP_THREADS",
        "TF_FORCE_GPU_ALLOW_GROWTH",
        "TF2_BEHAVIOR",
        "XLA_PYTHON_CLIENT_PREALLOCATE",
        "JAX_COMPILATION_CACHE_DIR",
        "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS",
        "JAX_LOG_COMPILES",
        "JAX_TRACEBACK_FILTERING",
        "ONEDNN_VERBOSE",
        "MY_TF_FLAG",
        "PATH",
    ],
)
def test_other_variables_can_not(name: str) -> None:
    """Those for messages, caches and memory, those that zoo sets or knows otherwise, and those of other programs."""
    assert not switches.can_change_results(name)


def test_secrets_of_terraform_are_not_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its variables begin like TensorFlow's."""
    before = switches.environment()
    for name in ("TF_VAR_password", "TF_TOKEN_app_terraform_io", "TF_HTTP_PASSWORD", "TF_WORKSPACE"):
        monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("TF_UNSET", "")
    assert switches.environment() == before


def test_values_are_shortened(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record is to be read."""
    monkeypatch.setenv("XLA_FLAGS", "x" * 10_000)
    assert switches.environment()["XLA_FLAGS"] == "x" * 499 + "…"
