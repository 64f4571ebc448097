"""What the backend reports about its settings."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys

import pytest
import tensorflow as tf

from zoo.training import framework

OPTIONS = """\
import sys
if sys.argv[1] == "before":
    import jax
    jax.config.update("jax_default_matmul_precision", "bfloat16")
from zoo.training import backend, framework
backend.start("jax", 1)
import jax
jax.config.update("jax_threefry_partitionable", not jax.config.jax_threefry_partitionable)
jax.config.update("jax_log_compiles", False)
jax.config.update("jax_compilation_cache_dir", "/nowhere")
print(*framework.settings("jax").items(), sep="\\n")
"""


def test_settings_of_tensorflow_at_their_defaults_are_omitted() -> None:
    """Each is asked of TensorFlow."""
    assert framework.settings("tensorflow") == {}


def test_settings_of_tensorflow_are_asked() -> None:
    """As they are now."""
    try:
        tf.config.run_functions_eagerly(run_eagerly=True)
        tf.config.experimental.enable_tensor_float_32_execution(enabled=False)
        found = framework.settings("tensorflow")
    finally:
        tf.config.run_functions_eagerly(run_eagerly=False)
        tf.config.experimental.enable_tensor_float_32_execution(enabled=True)
    assert found == {"tensor_float_32_execution": "False", "run_functions_eagerly": "True"}


@pytest.mark.jax
@pytest.mark.skipif(importlib.util.find_spec("jax") is None, reason="the extra jax is not installed")
@pytest.mark.parametrize(
    ("imported", "threefry", "expected"),
    [
        (
            "before",
            "1",
            ["('jax_threefry_partitionable', 'False')", "('jax_default_matmul_precision', 'bfloat16')"],
        ),
        pytest.param("by zoo", "0", ["('jax_threefry_partitionable', 'True')"], marks=pytest.mark.soak),
    ],
)
def test_options_of_jax_that_were_changed_are_found(
    imported: str, threefry: str, expected: list[str]
) -> None:
    """Whether zoo or the user imports JAX; what the environment sets is recorded as a variable."""
    done = subprocess.run(
        [sys.executable, "-c", OPTIONS, imported],
        env=os.environ | {"KERAS_BACKEND": "jax", "JAX_THREEFRY_PARTITIONABLE": threefry},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == expected, done.stderr
