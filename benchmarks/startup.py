"""Measure how long `zoo list`, `zoo --help` and `zoo show` take.

    python benchmarks/startup.py [--rounds N]

The reference is the time to import what every such command needs: Click, Rich's tables and console, and
importlib.metadata. A ratio above 1 is the time that Kerazoo adds for its own imports, for finding plugins,
and for printing. Importing Keras, NumPy or a plugin would make it 5 or 50.
"""

from __future__ import annotations

import argparse
import functools
import sys
from pathlib import Path

from in_turn import Claim, in_turn, print_claims, print_surroundings, run, seconds_of

ZOO = str(Path(sys.executable).with_name("zoo"))
IMPORTS = "import click, rich.table, rich.console, importlib.metadata"
TARGETS = {"zoo list": 1.3, "zoo --help": None, "zoo show relu-dropout": 1.3}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure how long zoo takes to start.")
    parser.add_argument("--rounds", type=int, default=25, help="number of rounds; the median is reported")
    rounds = parser.parse_args().rounds
    commands = {"imports": functools.partial(run, [sys.executable, "-c", IMPORTS], keep_stdout=False)}
    for command in TARGETS:
        commands[command] = functools.partial(run, [ZOO, *command.split()[1:]], keep_stdout=False)
    print_surroundings()
    in_turn(commands, 2)  # not measured: compiles and caches files
    results = in_turn(commands, rounds)
    imports = seconds_of(results["imports"])
    claims = [
        Claim(command, seconds_of(results[command]), imports, target, "ms")
        for command, target in TARGETS.items()
    ]
    title = f'Start-up, against python -c "{IMPORTS}"; medians of {rounds} rounds'
    print_claims(title, claims, "zoo", "imports")


if __name__ == "__main__":
    main()
