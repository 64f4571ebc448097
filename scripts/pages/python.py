"""Run the Python blocks of a page in one process: later ones use the names of earlier ones."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from typing import IO, TYPE_CHECKING, Self

from . import shell

if TYPE_CHECKING:
    from pathlib import Path

END = "\x1e"
PROGRAM = f"""\
import ast, sys, traceback
names = {{"__name__": "page"}}
for line in sys.stdin:
    try:
        exec(compile(ast.literal_eval(line), "block", "exec"), names)
    except BaseException:
        traceback.print_exc()
        print("failed", end="")
    print({END!r}, flush=True)
"""


class Session:
    """A Python process, which starts when the first block is run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None
        self._errors: IO[str] = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed at the end of the session

    def __enter__(self) -> Self:
        """The session itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        if self._process is not None:
            self._process.communicate()
        self._errors.close()

    def run(self, code: str) -> str:
        """Run code, and return what it prints.

        Raises:
            RuntimeError: It raised an exception.
        """
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM],
                cwd=self._folder,
                env=shell.environment(self._folder),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                encoding="utf-8",
            )
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(f"{code!r}\n")
        stdin.flush()
        printed = "".join(iter(lambda: stdout.read(1), END))
        stdout.readline()
        if printed.endswith("failed"):
            self._errors.seek(0)
            raise RuntimeError(f"{code}\n{self._errors.read()[-3_000:]}")
        return printed
