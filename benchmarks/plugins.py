"""Measure how much 300 installed plugins of 5 entries each slow down `zoo list`.

    python benchmarks/plugins.py [--rounds N] [--plugins N]

The plugins are metadata folders on the path, with targets in modules that do not exist: importing one would
fail. In a pipe, the list may take 1.5 times as long as without plugins, or 40 ms more. In a terminal, where
Rich lays out the table, it may take half a second.
"""

from __future__ import annotations

import argparse
import functools
import os
import pty
import sys
import tempfile
import time
from pathlib import Path

from in_turn import Finished, figure, in_turn, print_surroundings, print_table, run, seconds_of

ZOO = str(Path(sys.executable).with_name("zoo"))


def write_plugins(folder: Path, count: int) -> None:
    """Write the metadata of distributions with three models, an optimizer and a dataset each."""
    for number in range(count):
        info = folder / f"zoo_many_{number}-1.0.dist-info"
        info.mkdir()
        info.joinpath("METADATA").write_text(
            f"Metadata-Version: 2.1\nName: zoo-many-{number}\nVersion: 1.0\n"
        )
        models = "".join(f"net-{number}-{each} = absent_{number}:NET\n" for each in range(3))
        info.joinpath("entry_points.txt").write_text(
            f"[zoo.models]\n{models}[zoo.optimizers]\nstep-{number} = absent_{number}:STEP\n"
            f"[zoo.datasets]\nrows-{number} = absent_{number}:ROWS\n"
        )


def listing(path: Path) -> Finished:
    """Run `zoo list` in a pipe, with a folder on the path."""
    os.environ["PYTHONPATH"] = str(path)
    return run([ZOO, "list"], keep_stdout=False)


def on_a_terminal(path: Path) -> Finished:
    """Run `zoo list` in a pseudo-terminal of 96 columns."""
    os.environ |= {"PYTHONPATH": str(path), "COLUMNS": "96", "TERM": "xterm"}
    began = time.perf_counter()
    with open(os.devnull, "wb") as sink:  # noqa: PTH123 - a device

        def swallow(descriptor: int) -> bytes:
            data = os.read(descriptor, 65536)
            sink.write(data)
            return b"" if not data else b"\0"

        kept = os.dup(1)
        os.dup2(sink.fileno(), 1)
        try:
            pty.spawn([ZOO, "list"], swallow)
        finally:
            os.dup2(kept, 1)
            os.close(kept)
    return Finished(time.perf_counter() - began, 0.0, "")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure how much installed plugins slow down zoo list.")
    parser.add_argument("--rounds", type=int, default=15, help="number of rounds; the median is reported")
    parser.add_argument("--plugins", type=int, default=300, help="number of plugins")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        none, many = Path(temporary, "none"), Path(temporary, "many")
        none.mkdir()
        many.mkdir()
        write_plugins(many, arguments.plugins)
        commands = {
            "none": functools.partial(listing, none),
            "many": functools.partial(listing, many),
            "terminal": functools.partial(on_a_terminal, many),
        }
        print_surroundings()
        in_turn(commands, 2)  # not measured: compiles and caches files
        results = {name: seconds_of(each) for name, each in in_turn(commands, arguments.rounds).items()}
    ratio, more = results["many"] / results["none"], results["many"] - results["none"]
    rows = [
        ["pipe, without plugins", figure(results["none"], "ms"), "", "", ""],
        [
            "pipe, with plugins",
            figure(results["many"], "ms"),
            f"{ratio:.2f}, {more * 1000:+.0f} ms",
            "≤ 1.50, or 40 ms more",
            "met" if ratio <= 1.5 or more <= 0.04 else "missed",  # noqa: PLR2004 - the target
        ],
        [
            "terminal, with plugins",
            figure(results["terminal"], "ms"),
            "",
            "≤ 500 ms",
            "met" if results["terminal"] <= 0.5 else "missed",  # noqa: PLR2004 - the target
        ],
    ]
    title = f"zoo list with {arguments.plugins} plugins of 5 entries; medians of {arguments.rounds} rounds"
    print_table(title, ["", "time", "ratio", "target", ""], rows)


if __name__ == "__main__":
    main()
