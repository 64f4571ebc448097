"""The check that loading a declaration imports no framework, in a fresh interpreter."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

from zoo.catalog.resolve import is_path
from zoo.system.process import inherited, program
from zoo.testing.result import Failed

if TYPE_CHECKING:
    from zoo.testing.subject import Subject

FRAMEWORKS = ("keras", "tensorflow", "jax", "torch")
PATIENCE = 30
"""Time limit for loading a declaration, in seconds."""
LOAD = """
import json, sys
kind, name, frameworks = json.loads(sys.argv[1])
from pathlib import Path
from zoo.catalog import resolve
from_file = {from_file}
resolve.from_file(Path(name)) if from_file else resolve.named(kind, name)
print("loaded", json.dumps([each for each in frameworks if each in sys.modules]))
"""


def imports_no_framework(subject: Subject) -> str:
    """Loading it imports neither Keras nor a backend."""
    question = json.dumps([subject.kind, subject.name, FRAMEWORKS])
    text = LOAD.format(from_file=is_path(subject.name))
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter
            program(text, question),
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
    found = json.loads(last.removeprefix("loaded "))
    if found:
        raise Failed(f"loading it imports {', '.join(found)}; wanted imports inside functions")
    return "loaded without Keras or a backend"
