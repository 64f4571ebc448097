"""Choose Keras's backend before Keras is imported, and what the process computes with."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import logging
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoo.errors import BackendError
from zoo.plan.backends import BACKENDS, default_backend
from zoo.system.machine import processors

if TYPE_CHECKING:
    from collections.abc import Iterator


def require(name: str) -> None:
    """Raise BackendError unless the backend is installed and can still be chosen; imports nothing."""
    if importlib.util.find_spec(name) is None:
        msg = f'the backend {name} is not installed; pip install "kerazoo[{name}]"'
        raise BackendError(msg)
    if "keras" in sys.modules and default_backend() != name:
        already = f"Keras is already imported with {default_backend()}"
        msg = f"{already}; wanted {name}; choose it before Keras is imported"
        raise BackendError(msg)


def title(name: str) -> str:
    """As in "TensorFlow 2.21.0"."""
    return f"{BACKENDS[name]} {version(name)}"


def start(name: str, threads: int | None = None) -> None:
    """Import Keras with this backend, computing in so many threads, or in as many as it would by itself.

    Whatever Keras's configuration file says, numbers are float32 and channels come last. Raises
    BackendError where it is too late for either choice.
    """
    require(name)
    os.environ["KERAS_BACKEND"] = name
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if name == "jax" and threads is not None:
        os.environ["NPROC"] = str(threads)  # what XLA sizes its CPU threads by
    with _quiet():
        keras = _imported_keras()
        if threads is not None:
            _set_threads(name, threads)
        logging.getLogger("tensorflow").setLevel(logging.ERROR)  # it warns of every model after the fifth
        keras.utils.set_random_seed(0)  # imports TensorFlow too, whatever the backend; so does saving
    keras.config.set_floatx("float32")
    keras.config.set_image_data_format("channels_last")
    keras.config.set_epsilon(1e-7)


def _imported_keras() -> Any:
    """Keras, which reads a configuration file as it is imported; BackendError where it can't be."""
    try:
        return importlib.import_module("keras")
    except Exception as error:
        cause = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        file = Path(os.environ.get("KERAS_HOME", Path.home() / ".keras")) / "keras.json"
        hint = f"; see whether {file} is at fault" if file.is_file() else ""
        raise BackendError(f"Keras can't be imported: {cause}{hint}") from error


def fresh(seed: int) -> None:
    """Forget the models built before, so that names come out the same, and seed every generator."""
    import keras

    keras.utils.clear_session(free_memory=False)  # collecting garbage takes 0.2 s here
    keras.utils.set_random_seed(seed)


def device(name: str) -> str:
    """What the backend computes on: cpu, or the name of the first of what else there is."""
    if name == "tensorflow":
        import tensorflow as tf

        found = tf.config.list_physical_devices("GPU")
        return (
            str(tf.config.experimental.get_device_details(found[0]).get("device_name", "gpu"))
            if found
            else "cpu"
        )
    if name == "jax":
        import jax

        first = jax.devices()[0]
        return "cpu" if first.platform == "cpu" else str(first.device_kind)
    import torch

    return str(torch.cuda.get_device_name(0)) if torch.cuda.is_available() else "cpu"


def versions(name: str) -> dict[str, str]:
    """Versions of everything that the numbers depend on."""
    packages = ["kerazoo", "keras", name, "numpy"] + ["jaxlib"] * (name == "jax")
    return {"python": platform.python_version()} | {each: version(each) for each in packages}


def _set_threads(name: str, threads: int) -> None:
    if name == "tensorflow":
        import tensorflow as tf

        for option in ("intra_op_parallelism_threads", "inter_op_parallelism_threads"):
            try:
                getattr(tf.config.threading, f"set_{option}")(threads)
            except RuntimeError:  # it computes already: with 0, as many as there are processors
                found = getattr(tf.config.threading, f"get_{option}")() or processors()
                if found != threads:
                    msg = f"TensorFlow computes already, with {found} threads; wanted {threads}"
                    raise BackendError(msg) from None
    elif name == "torch":
        import torch

        torch.set_num_threads(threads)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep back what C++ writes to stderr while it is imported: an import that fails raises."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
