"""What the figures of a training call for, each with the command that settles it."""

from __future__ import annotations

import itertools
import math
import shlex
from typing import TYPE_CHECKING, NamedTuple

from zoo.runs.directory import PLAN
from zoo.specs.data_options import OPTIONS
from zoo.specs.metrics import USUAL, direction
from zoo.specs.steps import steps_per_epoch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zoo.comparison.baselines import Baselines
    from zoo.runs import RunRecord

MOST = 2
"""The most pieces of advice."""
FALLING, WORSE = 0.03, 0.03
"""The share of `val_loss` by which the last epoch is better than the one before, or worse than the best."""
ENOUGH_STEPS, TIMES = 300, 4
"""More epochs are suggested: enough for this many steps, and at least this many times as many."""
MOST_EPOCHS = 1_000
OF_DATA = ("--target", "--task", *(f"--{name.replace('_', '-')}" for name in OPTIONS))
OF_RUN = ("-e", "--epochs", "--name")
"""Options that another run does not share."""
VALUED = (*OF_RUN, "-d", "--dataset", *OF_DATA)


class Advice(NamedTuple):
    """A sentence without a full stop, and the command that settles it."""

    sentence: str
    command: str


def advice(record: RunRecord, baselines: Baselines | None) -> list[Advice]:
    """At most two pieces of advice for a completed run; none for one that was not typed as a command.

    `baselines` are the simple models' results on the same data, if they are known.
    """
    return [*_advice(record, baselines)][:MOST]


def _advice(record: RunRecord, baselines: Baselines | None) -> Iterator[Advice]:
    losses = record.history.get("val_loss", [])
    if record.status != "completed" or not record.command or len(losses) < 2:  # noqa: PLR2004 - to compare with
        return
    if found := _baseline_that_does_as_well(record, baselines):
        yield found
    last, best = losses[-1], min(losses)
    if any(map(_is_plan, record.command)) or record.stopped:
        return
    usual = USUAL.get(record.task.get("kind", ""), "accuracy")
    is_perfect = direction(usual) == "max" and record.metrics.get("validation", {}).get(usual) == 1
    if last == best and losses[-2] - last > FALLING * abs(last) and not is_perfect:
        steps = steps_per_epoch(record.examples["training"], record.batch_size)
        epochs = max(TIMES * record.epochs, math.ceil(ENOUGH_STEPS / steps))
        again = _with_option(record.command, min(epochs, MOST_EPOCHS))
        yield Advice(f"val_loss was still falling in epoch {record.epochs:,}", again)
    elif record.kept_epoch != record.best_epoch and last - best > WORSE * abs(best):
        kept = shlex.join([*_without_name(record.command), "--keep", "best"])
        yield Advice(f"epoch {record.best_epoch:,} was the best, and the last one is kept", kept)


def _is_plan(word: str) -> bool:
    """Whether a word of a command names a plan, to which no option can be added."""
    return word.partition("=")[0] == "--plan" or word.rpartition("/")[2] == PLAN


def _baseline_that_does_as_well(record: RunRecord, baselines: Baselines | None) -> Advice | None:
    if baselines is None:
        return None
    reached = record.metrics.get("validation", {}).get(baselines.metric)
    is_accuracy = direction(baselines.metric) == "max"
    best = (max if is_accuracy else min)(baselines.baselines, key=lambda each: each.mean)
    if reached is None or (best.mean < reached if is_accuracy else best.mean > reached):
        return None
    metric, form = baselines.metric.replace("_", " "), ".4f" if is_accuracy else ".4g"
    both = f"{metric} {best.mean:{form}} in cross-validation, {reached:{form}} here"
    return Advice(f"{best.estimator} does as well: {both}", _of_data(record))


def _with_option(command: Sequence[str], epochs: int) -> str:
    """The command with another number of epochs."""
    kept = [each for name, each in _parts(command) if name not in OF_RUN]
    return shlex.join([*(word for words in kept for word in words), "--epochs", str(epochs)])


def _without_name(command: Sequence[str]) -> list[str]:
    """The command without `--name`: two runs of one name can't be told apart."""
    return [word for name, words in _parts(command) if name != "--name" for word in words]


def _of_data(record: RunRecord) -> str:
    """`zoo baseline` with the dataset, and with the options of own data, that were typed."""
    typed = _parts(record.command)
    data = next((words[-1] for name, words in typed if name in ("-d", "--dataset")), record.dataset)
    options = [word for name, words in typed if name in OF_DATA for word in words]
    return shlex.join(["zoo", "baseline", data.removeprefix("--dataset="), *options])


def _parts(command: Sequence[str]) -> list[tuple[str, list[str]]]:
    """The words of a command: each option of `VALUED` by its name, with its value; the others alone."""
    parts, words = list[tuple[str, list[str]]](), iter(command)
    for word in words:
        name = word.partition("=")[0] if word.startswith("--") else word[:2]
        if name not in VALUED:
            parts.append(("", [word]))
        elif word == name:
            parts.append((name, [word, *itertools.islice(words, 1)]))
        else:
            parts.append((name, [word] if word.startswith("--") else [name, word[2:]]))
    return parts
