"""Measure commands alternately, and print the results.

Computers differ and do other work at the same time. A claim of speed is therefore a ratio of two commands
that were run alternately, A, B, A, B, …, each in its own process. What slows down one also slows down the
other.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from statistics import median
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

KIB = 1024 if sys.platform == "darwin" else 1
"""The divisor that converts `ru_maxrss` to KiB."""


@dataclass(frozen=True)
class Finished:
    """The time and memory of a process, and its stdout."""

    seconds: float
    peak_mib: float
    stdout: str


@dataclass(frozen=True)
class Claim:
    """A row of a table of claims: the ratio of ours to theirs, and its upper limit.

    A row without a target is for information.
    """

    what: str
    ours: float
    theirs: float
    target: float | None
    unit: str = "s"

    @property
    def ratio(self) -> float:
        """The ratio of ours to theirs; below 1 is better."""
        return self.ours / self.theirs

    def row(self) -> tuple[str, ...]:
        """Return the cells of the row."""
        target, verdict = "", ""
        if self.target is not None:
            target, verdict = f"≤ {self.target:.2f}", "met" if self.ratio <= self.target else "missed"
        return (self.what, figure(self.ours, self.unit), figure(self.theirs, self.unit),
                f"{self.ratio:.2f}", target, verdict)  # fmt: skip


def run(
    command: Sequence[str],
    *,
    keep_stdout: bool = True,
    folder: Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> Finished:
    """Run a command, in a folder and with further variables; SystemExit with its stderr if it fails.

    PYTHONDONTWRITEBYTECODE is removed from its environment: with it, modules that were not compiled during
    installation, as in an editable installation, would be compiled again at every start.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out if keep_stdout else subprocess.DEVNULL, stderr=err,
            env=environment | dict(variables or {}), cwd=folder,
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)  # the memory of this process only
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{' '.join(command)}\nended with {process.returncode}:\n{_content(err)[-2000:]}")
        return Finished(seconds, usage.ru_maxrss / KIB / 1024, _content(out))


def in_turn(commands: Mapping[str, Callable[[], Finished]], rounds: int) -> dict[str, list[Finished]]:
    """Run every command once per round, in the same order; progress is shown on stderr."""
    results: dict[str, list[Finished]] = {name: [] for name in commands}
    for turn in range(1, rounds + 1):
        for name, command in commands.items():
            if sys.stderr.isatty():
                print(f"\r\x1b[K{turn}/{rounds}  {name}", end="", file=sys.stderr, flush=True)
            results[name].append(command())
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    return results


def print_surroundings() -> None:
    """Print the load: if the computer is busy, programs with several threads lose the most."""
    load = f"load average {os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "load unknown"
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} processors, {load} at the start\n", flush=True
    )


def seconds_of(results: Sequence[Finished]) -> float:
    """Return the median time in seconds."""
    return median(result.seconds for result in results)


def peak_of(results: Sequence[Finished]) -> float:
    """Return the median of the peak memory in MiB."""
    return median(result.peak_mib for result in results)


def figure(value: float, unit: str) -> str:
    """Return a value with its unit: `49 ms`, `0.318 s`, `12.41 s`, `1,104 MiB`."""
    if unit == "ms":
        return f"{1000 * value:,.0f} ms"
    if unit == "s":
        return f"{value:.3f} s" if value < 1 else f"{value:.2f} s"
    return f"{value:,.0f} {unit}"


def print_claims(title: str, claims: Sequence[Claim], ours: str, theirs: str) -> None:
    """Print claims, their targets, and whether they are met."""
    header = ("", ours, theirs, "ratio", "target", "")
    print_table(title, header, [claim.row() for claim in claims])


def print_table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a plain table; the first column is text, the others are aligned to the right."""
    widths = [max(len(row[column]) for row in (header, *rows)) for column in range(len(header))]
    print(title)
    for row in (header, tuple("-" * width for width in widths), *rows):
        cells = [cell.ljust(width) if column == 0 else cell.rjust(width)
                 for column, (cell, width) in enumerate(zip(row, widths, strict=True))]  # fmt: skip
        print("  ".join(cells).rstrip())
    print(flush=True)


def _content(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")
