"""One of our own modules run in a process of its own, so that what it meets costs that process alone.

A request goes there as JSON, and an answer comes back as JSON: nothing that could run code here.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Gone(Exception):
    """A process that gave no answer; the text says how it ended, and goes on after "it"."""


class OverThere(Exception):
    """What the other process wrote to stderr, which --debug shows."""


def ask(module: str, request: Mapping[str, Any], *, patience: float, **environment: str) -> Any:
    """What `module`, run with `python -m`, answers to a request.

    `patience` is in seconds. Raises ZooError with the sentence of the one that was raised there, Gone
    where there is no answer.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter
            command(module),
            env=inherited() | environment,
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Gone(f"did not end within {patience:,g} s") from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise Gone(end_of(done.returncode)) from OverThere(done.stderr.decode(errors="replace"))
    if "error" in answer:
        raise ZooError(answer["error"], map(tuple, answer["details"]))
    return answer["answer"]


def answer(function: Callable[[Any], Any]) -> None:
    """In the other process: let `function` answer the request on stdin.

    Whatever it prints, by C code too, goes to stderr.
    """
    stdout = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    try:
        said = {"answer": function(json.load(sys.stdin))}
    except ZooError as error:
        said = {"error": error.sentence, "details": error.details}
    stdout.write(json.dumps(said))
    stdout.flush()
    os._exit(0)  # threads that were left behind are nobody's concern


def command(module: str, *arguments: str) -> list[str]:
    """What runs one of our modules."""
    return [sys.executable, "-P", "-m", module, *arguments]


def inherited() -> dict[str, str]:
    """This process's environment, and the paths that it imports from."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def end_of(returncode: int) -> str:
    """What took a process along, as its exit code tells."""
    if returncode < 0:
        return f"killed the process ({signal.Signals(-returncode).name})"
    return f"ended the process (exit {returncode})"
