"""Choose Keras's backend and its threads before Keras is imported."""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.util
import logging
import os
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoo.errors import BackendError, shorten
from zoo.plan.backends import BACKENDS, default_backend
from zoo.system import process
from zoo.system.machine import processors
from zoo.training import determinism, framework, isolation
from zoo.training.cause import cause_of

if TYPE_CHECKING:
    from collections.abc import Iterator

UNUSED = ("sklearn", "matplotlib", "jax", "pandas", "huggingface_hub", "IPython")
"""What Keras and TensorFlow import if it is installed, for functions that Kerazoo never calls:
`keras.wrappers`, `keras.visualization`, the converter of JAX's functions, data in pandas' frames, models at
Hugging Face, and output in notebooks. It takes up to half as long as the rest, and 100 MB."""


def require(name: str) -> None:
    """Raise BackendError if the backend is unknown, not installed, or not the one Keras runs with.

    Imports nothing: the name may come from a third-party record, and `find_spec` of a dotted name imports.
    """
    if name not in BACKENDS:
        raise BackendError(f"the backend {shorten(name)} is not known; wanted one of {', '.join(BACKENDS)}")
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


def start(name: str, threads: int | None = None, *, deterministic: bool | None = None) -> None:
    """Import Keras with this backend and number of threads, by default the backend's own.

    Sets float32 and channels_last, whatever Keras's configuration file says; and if `deterministic` is not
    None, whether the backend uses deterministic operations alone. Raises BackendError if something can't be
    changed any more.
    """
    require(name)
    determinism.set_variables(name, wanted=bool(deterministic))
    os.environ["KERAS_BACKEND"] = name
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if _home() == "~":  # no home directory: TensorFlow would write to a folder of this name; Keras uses /tmp
        os.environ.setdefault("KERAS_HOME", str(Path(tempfile.gettempdir(), ".keras")))
    if name == "jax" and threads is not None:
        os.environ["NPROC"] = str(threads)  # what XLA sizes its CPU threads by
    with _quiet():
        framework.note_defaults(name)
        keras = _imported_keras(name)
        isolation.remember()
        if threads is not None:
            _set_threads(name, threads)
        if deterministic is not None:
            determinism.set_switch(name, wanted=deterministic)
        logging.getLogger("tensorflow").setLevel(logging.ERROR)  # it warns about every model after the fifth
        keras.utils.set_random_seed(0)  # imports TensorFlow too, whatever the backend; so does saving
    keras.config.set_floatx("float32")
    keras.config.set_image_data_format("channels_last")
    keras.config.set_epsilon(1e-7)


def _home() -> str:
    """The user's home directory; `~` if there is none."""
    return os.path.expanduser("~")  # noqa: PTH111 - Path.home() raises


def _imported_keras(name: str) -> Any:
    """Import Keras with a backend, which reads its configuration file; raises BackendError if that fails."""
    if "keras" in sys.modules:
        # What earlier runs of this process have left is not frozen: it would never be freed.
        return importlib.import_module("keras")
    try:
        with _faster(name):
            return importlib.import_module("keras")
    except Exception as error:
        file = Path(os.environ.get("KERAS_HOME") or Path(_home(), ".keras"), "keras.json")
        hint = f"; check {file}" if file.is_file() else ""
        raise BackendError(f"Keras can't be imported: {cause_of(error)}{hint}") from error


@contextlib.contextmanager
def _faster(backend: str) -> Iterator[None]:
    """Import without looking for garbage, of which there is none; it takes a fifth of the time.

    In Kerazoo's own processes, `UNUSED` is hidden meanwhile, and what is imported is never looked at again.
    """
    is_ours, is_enabled = process.is_ours(), gc.isenabled()
    hidden = [name for name in UNUSED if is_ours and name != backend and name not in sys.modules]
    # An import of it raises ImportError, as if it were not installed.
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    gc.disable()
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
        if is_ours:
            gc.freeze()
        if is_enabled:
            gc.enable()


def fresh(seed: int, precision: str = "float32") -> None:
    """Clear Keras's session, so that layer names start over, and seed every random generator.

    `precision` is the dtype policy of the layers that are built next, whatever code has set before.
    """
    import keras

    keras.utils.clear_session(free_memory=False)  # collecting garbage takes 0.2 s here
    keras.utils.set_random_seed(seed)
    keras.config.set_dtype_policy(precision)


def device(name: str) -> str:
    """The device of the backend: cpu, or the name of the first accelerator."""
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
    """The versions of all packages that the results depend on."""
    packages = ["kerazoo", "keras", name, "numpy"] + ["jaxlib"] * (name == "jax")
    return {"python": platform.python_version()} | {each: version(each) for each in packages}


def _set_threads(name: str, threads: int) -> None:
    if name == "tensorflow":
        import tensorflow as tf

        for option in ("intra_op_parallelism_threads", "inter_op_parallelism_threads"):
            try:
                getattr(tf.config.threading, f"set_{option}")(threads)
            except RuntimeError:  # it has started; 0 threads means one per processor
                found = getattr(tf.config.threading, f"get_{option}")() or processors()
                if found != threads:
                    msg = f"TensorFlow already runs with {found} threads; wanted {threads}"
                    raise BackendError(msg) from None
    elif name == "torch":
        import torch

        torch.set_num_threads(threads)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Discard what C++ code writes to stderr during an import; a failed import still raises."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
