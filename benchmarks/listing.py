"""Measure how long `zoo runs` takes to list 10,000 runs.

    python benchmarks/listing.py [--runs N] [--sweeps N] [--rounds N]

Each sweep has 100 of the runs. The reference is `zoo runs` on one run: a ratio above 1 is what 10,000 runs
add. Times are CPU seconds of the process, user and system, with files in the page cache. The first listing
has no index and reads every record; it is printed for information.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from in_turn import Claim, print_claims, print_surroundings, print_table
from startup import ZOO

import zoo
from zoo.runs.combination import Combination
from zoo.runs.index import INDEX
from zoo.runs.sweep import SWEEP, Sweep

SECONDS = 1.0
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
IN_A_SWEEP = 100
"""Number of runs in each sweep."""
LISTINGS = {
    "zoo runs": (),
    "zoo runs --sort val_loss --limit 50": ("--sort", "val_loss", "--limit", "50"),
    'zoo runs --model "relu-*"': ("--model", "relu-*"),
    "zoo runs --all": ("--all",),
}


def main() -> None:
    """Write the runs, measure and print."""
    parser = argparse.ArgumentParser(description="Measure how long zoo runs takes to list many runs.")
    parser.add_argument("--runs", type=int, default=10_000, help="number of runs")
    parser.add_argument("--sweeps", type=int, default=20, help="number of sweeps that have 100 of them each")
    parser.add_argument("--rounds", type=int, default=5, help="number of rounds; the median is reported")
    given = parser.parse_args()
    print_surroundings()
    with tempfile.TemporaryDirectory() as folder:
        one, many = Path(folder, "one"), Path(folder, "many")
        record = zoo.train("relu-dropout", dataset="digits", epochs=5, runs_dir=one)
        for number in range(given.sweeps):
            write_runs(sweep_in(many, record, number), record, IN_A_SWEEP, first=number * IN_A_SWEEP)
        write_runs(many, record, given.runs - given.sweeps * IN_A_SWEEP, first=given.sweeps * IN_A_SWEEP)
        first = cpu_seconds(many, ())
        results = measured(one, many, given.rounds)
        without = cpu_seconds(many, ()) if not (many / INDEX).unlink() else 0.0
    title = (
        f"zoo runs with {given.runs:,} runs, against one run; CPU seconds, medians of {given.rounds} rounds"
    )
    claims = [Claim(name, median(ours), median(theirs), None) for name, (ours, theirs) in results.items()]
    print_claims(title, claims, f"{given.runs:,} runs", "one run")
    rows = [(name, f"{median(ours):.2f} s", "met" if median(ours) <= SECONDS else "missed")
            for name, (ours, _) in results.items()]  # fmt: skip
    listings = {"first, writes the index": first, "after the index was deleted": without}
    rows += [(name, f"{seconds:.2f} s", "") for name, seconds in listings.items()]
    print_table("Absolute", ("", f"CPU seconds (≤ {SECONDS:.0f})", ""), rows)


def sweep_in(folder: Path, record: zoo.RunRecord, number: int) -> Path:
    """Write the folder of a sweep over seeds, without its runs."""
    path = folder / f"sweep-{BEGAN + timedelta(hours=number):%Y%m%dT%H%M%SZ}-{number:04x}"
    path.mkdir(parents=True)
    combinations = tuple(Combination(record.model, record.optimizer, seed, {}) for seed in range(IN_A_SWEEP))
    (path / SWEEP).write_text(Sweep(path, combinations).text(), encoding="utf-8")
    return path


def write_runs(folder: Path, record: zoo.RunRecord, many: int, first: int) -> None:
    """Write run folders with records like this one, a minute apart; those of a sweep are its combinations."""
    for number in range(first, first + many):
        at = BEGAN + timedelta(minutes=number)
        name = f"{at:%Y%m%dT%H%M%SZ}-{record.model}-{record.optimizer}-{number:04x}"
        path = folder / name
        path.mkdir(parents=True)
        combination = number - first + 1 if folder.name.startswith("sweep-") else None
        each = replace(record, id=name, path="", seed=number, began=at.isoformat(), combination=combination)
        (path / "run.json").write_text(json.dumps(each.to_json(), indent=1), encoding="utf-8")


def measured(one: Path, many: Path, rounds: int) -> dict[str, tuple[list[float], list[float]]]:
    """The times of each listing, of many runs and of one, alternately."""
    found: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in LISTINGS}
    for _ in range(rounds):
        for name, arguments in LISTINGS.items():
            found[name][0].append(cpu_seconds(many, arguments))
            found[name][1].append(cpu_seconds(one, arguments))
    return found


def cpu_seconds(folder: Path, arguments: tuple[str, ...]) -> float:
    """User and system time of one `zoo runs`."""
    command = [ZOO, "runs", "--runs-dir", str(folder), *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
