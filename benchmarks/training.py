"""Compare the time of training with the plain Keras script in plain_keras.py, which does the same work.

    python benchmarks/training.py [--rounds N] [--only a,b,c,d,e]

a  An epoch of a small model after the first one. The first epoch also traces and compiles: it is shown
   here, and included in b.
b  The whole command, up to the saved model: seconds and peak memory. `plain fit` is the optimized form of
   plain_keras.py; `as usual` computes in float64 and shows Keras's progress bar.
c  No model and no size is slower than the plain script: a large run, convolutions, a small run.
d  The three ways in which Kerazoo runs steps, from which `execution = "auto"` chooses, and the number of
   steps after which compiling with XLA pays off: `LONG_RUN` in zoo/training/execution.py.
e  Models of the list on random data of their shape, in each execution, with and without augmentation.

On both sides, an epoch is measured from Keras's `on_epoch_begin` to `on_epoch_end`, including validation.
"""

from __future__ import annotations

import argparse
import functools
import json
import math
import sys
from statistics import median
from typing import TYPE_CHECKING

from in_turn import (
    Claim,
    Finished,
    figure,
    in_turn,
    peak_of,
    print_claims,
    print_surroundings,
    print_table,
    run,
    seconds_of,
)
from workloads import CONVOLUTIONS, DIGITS, DROPOUT, FLATTEN, LISTED

from zoo.training.execution import LONG_RUN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

THEIRS = "plain fit"


def first_epoch(results: Sequence[Finished]) -> float:
    """Return the median of the first epochs."""
    return median(epochs(each)[0] for each in results)


def steady_epoch(results: Sequence[Finished]) -> float:
    """Return the median over processes of the median of all epochs but the first."""
    return median(median(epochs(each)[1:]) for each in results)


def epochs(result: Finished) -> list[float]:
    """Return the seconds of every epoch from the JSON output, which may follow a progress bar."""
    record = json.loads(result.stdout[result.stdout.index("{") :])
    return [float(seconds) for seconds in record["epoch_seconds"]]


def one_epoch(rounds: int) -> None:
    """a: the claim is about `loop+xla`, which `auto` chooses; the loop without XLA is for information."""
    bare = "plain fit without validation"
    results = in_turn(
        {
            "loop+xla": lambda: FLATTEN.ours("loop+xla"),
            "loop": lambda: FLATTEN.ours("loop"),
            THEIRS: FLATTEN.theirs,
            bare: lambda: FLATTEN.theirs("--no-validation"),
        },
        rounds,
    )
    claims = []
    for name, target in (("loop+xla", 0.25), ("loop", None), (bare, None)):
        each, theirs = results[name], results[THEIRS]
        claims += [
            Claim(f"{name}, steady epoch", steady_epoch(each), steady_epoch(theirs), target),
            Claim(f"{name}, first epoch", first_epoch(each), first_epoch(theirs), None),
        ]
    print_claims(f"a  One epoch of {FLATTEN}; {rounds} rounds", claims, "this", THEIRS)


def whole_command(rounds: int) -> None:
    """b: the command with defaults; the claim is about the stricter comparison."""
    usual = "plain fit as usual"
    results = in_turn(
        {
            "zoo train": lambda: FLATTEN.ours("auto"),
            THEIRS: FLATTEN.theirs,
            usual: lambda: FLATTEN.theirs("--as-usual"),
        },
        rounds,
    )
    ours = results["zoo train"]
    claims = [
        claim
        for name, target in ((THEIRS, 0.5), (usual, None))
        for claim in (
            Claim(f"seconds, compared with {name}", seconds_of(ours), seconds_of(results[name]), target),
            Claim(f"peak memory, compared with {name}", peak_of(ours), peak_of(results[name]), None, "MiB"),
        )
    ]
    print_claims(f"b  The whole command: {FLATTEN}; {rounds} rounds", claims, "zoo train", "that")


def never_slower(rounds: int) -> None:
    """c: the whole process and a later epoch are never slower than plain `fit`."""
    claims = []
    for workload in (DROPOUT, CONVOLUTIONS, DIGITS):
        auto = functools.partial(workload.ours, "auto")
        ways: dict[str, Callable[[], Finished]] = {"zoo train": auto, THEIRS: workload.theirs}
        results = in_turn(ways, rounds)
        for what, measure in (("whole process", seconds_of), ("steady epoch", steady_epoch)):
            ours, theirs = (measure(results[name]) for name in ways)
            claims.append(Claim(f"{workload}, {what}", ours, theirs, 1.0))
    print_claims(f"c  No model and no size is slower; {rounds} rounds", claims, "zoo train", THEIRS)


def executions(rounds: int) -> None:
    """d: the first and later epochs for each `execution`, and the break-even of XLA.

    The cost of compiling is the difference between the first and a later epoch with XLA, minus that
    difference without XLA. The saving per step is the difference between a later epoch without and with
    XLA, divided by its steps.
    """
    rows, break_even = [], []
    for workload in (DROPOUT, CONVOLUTIONS, DIGITS):
        ways = {name: functools.partial(workload.ours, name) for name in ("plain", "loop", "loop+xla")}
        results = in_turn(ways, rounds)
        for name, each in results.items():
            measured = (first_epoch(each), steady_epoch(each), seconds_of(each))
            rows.append((f"{workload}, {name}", *(figure(value, "s") for value in measured)))
        loop, xla = results["loop"], results["loop+xla"]
        saved = (steady_epoch(loop) - steady_epoch(xla)) / workload.steps
        cost = (first_epoch(xla) - steady_epoch(xla)) - (first_epoch(loop) - steady_epoch(loop))
        steps = f"{max(0, math.ceil(cost / saved)):,}" if saved > 0 else "never"
        break_even.append((str(workload), figure(cost, "s"), f"{1e6 * saved:,.0f} µs", steps))
    header = ("", "first epoch", "steady epoch", "whole process")
    print_table(f"d  The three ways to run steps; {rounds} rounds", header, rows)
    header = ("", "cost of XLA", "saved per step", "pays off after steps")
    print_table(f"d  When compiling with XLA pays off; LONG_RUN is {LONG_RUN:,}", header, break_even)


def listed(rounds: int) -> None:
    """e: no model of the list is slower than plain `fit`.

    Compiled with XLA, convolutions are slower on a CPU, where `auto` never chooses it: that is for
    information.
    """
    claims, targets = [], {"auto": 1.0, "plain": 1.0, "loop": 1.0, "loop+xla": None}
    for workload in LISTED:
        ways: dict[str, Callable[[], Finished]] = {THEIRS: workload.theirs}
        ways |= {name: functools.partial(workload.ours, name) for name in targets}
        results = in_turn(ways, rounds)
        for name, target in targets.items():
            for what, measure in (("whole process", seconds_of), ("steady epoch", steady_epoch)):
                ours, theirs = measure(results[name]), measure(results[THEIRS])
                claims.append(Claim(f"{workload}, {name}, {what}", ours, theirs, target))
    print_claims(f"e  Models of the list; {rounds} rounds", claims, "zoo train", THEIRS)


PARTS: dict[str, Callable[[int], None]] = {
    "a": one_epoch,
    "b": whole_command,
    "c": never_slower,
    "d": executions,
    "e": listed,
}


def main() -> None:
    """Measure and print each part."""
    parser = argparse.ArgumentParser(description="Compare the time of training with plain Keras.")
    parser.add_argument("--rounds", type=int, default=3, help="number of rounds; the median is reported")
    parser.add_argument("--only", default=",".join(PARTS), help="which parts, for example a,b")
    arguments = parser.parse_args()
    chosen = arguments.only.split(",")
    if unknown := set(chosen) - set(PARTS):
        parser.error(f"--only takes {', '.join(PARTS)}; got {', '.join(sorted(unknown))}")
    print_surroundings()
    run([sys.executable, "-c", "import keras"])  # not measured: compiles and caches files
    for part in chosen:
        PARTS[part](arguments.rounds)


if __name__ == "__main__":
    main()
