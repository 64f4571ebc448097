"""The checks of what loading a declaration does, in a fresh interpreter."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

from zoo.catalog.resolve import is_path
from zoo.system.process import inherited, program
from zoo.testing.result import Failed

if TYPE_CHECKING:
    from zoo.testing.subject import Subject

FRAMEWORKS = ("keras", "tensorflow", "jax", "torch")
HEAVY = ("numpy", "scipy", "pandas", "polars", "pyarrow", "sklearn", "matplotlib", "PIL", "cv2", "h5py")
"""Other packages that would slow down every command that shows the name."""
PATIENCE = 30
"""Time limit for loading a declaration, in seconds."""
SLOW = 2.0
"""Seconds after which loading a declaration is slow; a light one takes some milliseconds."""
LOAD = """
import json, random, sys, time
kind, name, packages = json.loads(sys.argv[1])
from pathlib import Path
from zoo.catalog import resolve
from zoo.system.process import end_with
from zoo.system.side_effects import SideEffects
end_with(int(sys.argv[2]))
random.seed("zoo.testing")
state, path, began = random.getstate(), list(sys.path), time.perf_counter()
with SideEffects() as effects:
    resolve.from_file(Path(name)) if {from_file} else resolve.named(kind, name)
seconds, found = time.perf_counter() - began, effects.described()
if random.getstate() != state:
    found.append("sets the seed of Python's random numbers, or draws some")
if sys.path != path:
    found.append("changes sys.path")
modules = [each for each in packages if each in sys.modules]
print("loaded", json.dumps({{"modules": modules, "seconds": seconds, "effects": found}}))
"""


def imports_no_framework(subject: Subject) -> str:
    """Loading it imports neither Keras nor a backend, nor another package that takes long."""
    found = _loaded(subject)["modules"]
    if found:
        raise Failed(f"loading it imports {', '.join(found)}; wanted imports inside functions")
    return "loaded without Keras or a backend"


def imports_cleanly(subject: Subject) -> str:
    """Loading it is fast, sets no seed and no environment variable, and writes no files."""
    loaded = _loaded(subject)
    if loaded["effects"]:
        raise Failed(f"loading it {'; it '.join(loaded['effects'])}; wanted that inside functions")
    if loaded["seconds"] > SLOW:  # again, in case the machine was busy
        loaded = _loaded(subject)
    if loaded["seconds"] > SLOW:
        raise Failed(f"loading it takes {loaded['seconds']:.1f} s; wanted at most {SLOW:g} s")
    return "nothing else happens"


def _loaded(subject: Subject) -> dict[str, Any]:
    """What loading it in a new process does: imported packages, seconds and side effects."""
    question = json.dumps([subject.kind, subject.name, [*FRAMEWORKS, *HEAVY]])
    text = LOAD.format(from_file=is_path(subject.name))
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter
            program(text, question, str(os.getpid())),
            env=inherited(),
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"loading it takes over {PATIENCE} s") from None
    last = done.stdout.strip().rpartition("\n")[2]
    if done.returncode or not last.startswith("loaded "):
        said = done.stderr.strip().rpartition("\n")[2]
        raise Failed(said or f"loading it ended Python with {done.returncode}")
    found: dict[str, Any] = json.loads(last.removeprefix("loaded "))
    return found
