"""Run a module of Kerazoo in a separate process, so that a crash ends only that process.

Request and answer are JSON, which can't run code here. No process imports modules from the current folder,
which may contain a `json.py`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError
from zoo.system import temporary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


LOOK = 0.5
"""Seconds between two looks at the parent process."""


class NoAnswer(Exception):
    """A process ended without an answer; the message says how, and continues a sentence with "it"."""


class OverThere(Exception):
    """The stderr of the other process, which --debug shows."""


def ask(module: str, request: Mapping[str, Any], *, patience: float, **environment: str) -> Any:
    """Run `module` with `python -m`, and return its answer to a request.

    `patience` is in seconds. Raises ZooError with the message of one that was raised there, NoAnswer
    if there is no answer.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter
            command(module),
            env=inherited() | environment,
            input=json.dumps({"parent": os.getpid(), "request": request}).encode(),
            capture_output=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NoAnswer(f"did not end within {patience:,g} s") from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise NoAnswer(end_of(done.returncode)) from OverThere(done.stderr.decode(errors="replace"))
    if "error" in answer:
        raise ZooError(answer["error"], map(tuple, answer["details"]))
    return answer["answer"]


def answer(function: Callable[[Any], Any]) -> None:
    """In the other process: answer the request on stdin with `function`.

    What it prints, also from C code, goes to stderr.
    """
    stdout = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    request = json.load(sys.stdin)
    end_with(request["parent"])
    try:
        said = {"answer": function(request["request"])}
    except ZooError as error:
        said = {"error": error.sentence, "details": error.details}
    stdout.write(json.dumps(said))
    stdout.flush()
    os._exit(0)  # without waiting for other threads


def end_with(parent: int) -> None:
    """End this process soon after its parent process has ended, and remove the temporary folders of that."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK)
        temporary.remove_abandoned()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def command(module: str, *arguments: str) -> list[str]:
    """The command that runs a module of Kerazoo."""
    return [sys.executable, "-P", "-m", module, *arguments]


def program(text: str, *arguments: str) -> list[str]:
    """The command that runs a program in Python."""
    return [sys.executable, "-P", "-c", text, *arguments]


def inherited() -> dict[str, str]:
    """This process's environment, with its import paths except the current folder.

    Warnings of other packages are not made errors: these are for their developers.
    """
    paths = [path for path in sys.path if path not in ("", os.curdir)]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONWARNINGS": ""}


def is_ours() -> bool:
    """Whether this process is the command `zoo` or one that it started, and not a program of a user's."""
    spec = getattr(sys.modules["__main__"], "__spec__", None)
    return "kerazoo" in sys.modules or (spec is not None and spec.name.partition(".")[0] == "zoo")


def end_of(returncode: int) -> str:
    """How a process ended, by its exit code."""
    if returncode < 0:
        return f"killed the process ({signal.Signals(-returncode).name})"
    return f"ended the process (exit {returncode})"
