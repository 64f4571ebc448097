"""Environment variables that can change the last bits of a result; standard library only."""

from __future__ import annotations

import os
import re

from zoo.errors import shorten

CAN_CHANGE = re.compile(
    r"(KERAS|TF|XLA|JAX|DNNL|ONEDNN)_\w+|MKL_CBWR|ATEN_CPU_CAPABILITY|NVIDIA_TF32_OVERRIDE"
    r"|CUBLAS_WORKSPACE_CONFIG"
)
"""All variables of the frameworks, and those of their libraries that choose instructions or precision."""
CANNOT_CHANGE = re.compile(
    r"KERAS_BACKEND|TF_ENABLE_ONEDNN_OPTS"  # in the fingerprint as backend and oneDNN
    r"|TF_NUM_INT(ER|RA)OP_THREADS"  # zoo sets the number of threads, which is in the plan
    r"|KERAS_HOME"  # a folder; zoo sets what Keras reads there
    r"|KERAS_MAX_(EPOCHS|STEPS_PER_EPOCH)"  # a run that they would cut is refused
    r"|(TF_CPP|JAX_LOG|JAX_DEBUG_LOG|JAX_EXPLAIN|JAX_DUMP|JAX_PPRINT)_\w+"  # what is printed
    r"|JAX_LOGGING_LEVEL|JAX_\w*TRACEBACK\w*|(ONEDNN|DNNL)_(VERBOSE|JIT_DUMP)\w*"  # likewise
    r"|JAX_\w*CACHE\w*"  # where compiled code is kept; its key has the versions and options
    r"|TF_FORCE_GPU_ALLOW_GROWTH|TF_GPU_ALLOCATOR|XLA_PYTHON_CLIENT_\w+"  # how memory is reserved
    # Terraform's, which may be secret:
    r"|TF_(VAR|TOKEN|CLI|HTTP|LOG|REGISTRY|PLUGIN|CLOUD|ENCRYPTION|STATE)(_\w+)?"
    r"|TF_(INPUT|IN_AUTOMATION|WORKSPACE|DATA_DIR|IGNORE|APPEND_USER_AGENT|REATTACH_PROVIDERS)"
)
LONGEST = 500
"""The most characters of a value in a record."""


def can_change_results(name: str) -> bool:
    """Whether the environment variable with this name can change the last bits of a result."""
    return bool(CAN_CHANGE.fullmatch(name)) and not CANNOT_CHANGE.fullmatch(name)


def environment() -> dict[str, str]:
    """The variables that are set and can change results, by name."""
    known = {name: text for name, text in sorted(os.environ.items()) if text and can_change_results(name)}
    return {name: shorten(text, LONGEST) for name, text in known.items()}
