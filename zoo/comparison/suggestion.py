"""Suggests a sweep that tests whether the difference between two runs is more than the seed."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.plan.plan import DEFAULT_DATASET
from zoo.plan.train_settings import TrainSettings
from zoo.schema.typed import typed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    Table = Mapping[str, Any]
    Differing = Mapping[str, tuple[Any, Any]]

NAMES = ("model", "optimizer")
SEED = "seed"
SEEDS = 5
OPTIONS = (
    *("epochs", "batch_size", "backend", "patience", "keep", "precision", "deterministic", "schedule"),
    *("class_weight", "loss", "metrics", "monitor", "min_delta", "start_from_epoch", "augment"),
)
"""Training settings that are options, and that are the same for all runs of a sweep."""
TABLES = ("augment", "schedule")
"""Options that are names, or tables as in TOML."""


class Suggestion(NamedTuple):
    """The names of the two variants, and the command that trains both with several seeds."""

    one: str
    other: str
    command: str


def suggestion(plan: Table, differing: Differing, commands: Sequence[Sequence[str]]) -> Suggestion | None:
    """The suggested sweep; None if there is no such command, or if only the seed differs.

    `plan` is one of the two plans; `differing` has the settings that differ with both values. `commands` are
    the commands of the two runs, as far as known: their `--set` options are kept.
    """
    given = list(dict.fromkeys(each for command in commands for each in _sets(command)))
    by_hand = {each.partition("=")[0] for each in given}
    varied = {
        path: pair
        for path, pair in differing.items()
        if path != SEED and not _follows(path, differing, by_hand)
    }
    named = all(plan[kind].get("distribution") for kind in (*NAMES, "dataset"))
    if not varied or not named or not all(_can_vary(path, pair) for path, pair in varied.items()):
        return None
    one, other = (_called(varied, side) for side in (0, 1))
    return Suggestion(one, other, shlex.join(["zoo", "sweep", *_words(plan, varied, given)]))


def _follows(path: str, differing: Differing, by_hand: Collection[str]) -> bool:
    """Whether a setting differs only because its model or its optimizer does."""
    if "." not in path or path in by_hand:
        return False
    return ("optimizer" if path.startswith("optimizer.") else "model") in differing


def _can_vary(path: str, pair: tuple[Any, Any]) -> bool:
    """Whether a sweep accepts the two values: names, or plain values of a layer's or optimizer's setting."""
    owner, _, setting = path.partition(".")
    is_setting = setting not in ("", "type") and owner not in ("model", "dataset")
    return path in NAMES or (is_setting and all(_is_word(each) for each in pair))


def _is_word(value: Any) -> bool:
    """Whether it can be part of a comma-separated list of values."""
    return isinstance(value, (int, float, str)) and "," not in str(value)


def _called(varied: Differing, side: int) -> str:
    return " with ".join(
        str(pair[side]) if path in NAMES else f"{path}={typed(pair[side])}" for path, pair in varied.items()
    )


def _words(plan: Table, varied: Differing, given: Sequence[str]) -> Iterator[str]:
    models, optimizers = (varied.get(kind, (plan[kind]["name"],)) for kind in NAMES)
    yield from models
    yield from ("--optimizer", ",".join(optimizers))
    if plan["dataset"]["name"] != DEFAULT_DATASET:
        yield from ("--dataset", plan["dataset"]["name"])
    for path, pair in varied.items():
        if path not in NAMES:
            yield from ("--set", f"{path}={','.join(map(typed, pair))}")
    for each in given:
        if each.partition("=")[0] not in varied:
            yield from ("--set", each)
    usual = TrainSettings()
    for name in OPTIONS:
        value = plan["train"].get(name)
        if value is not None and value != getattr(usual, name):
            yield f"--{name.replace('_', '-')}"
            yield from () if value is True else (_as_option(name, value),)
    yield from ("--seeds", str(SEEDS))


def _as_option(name: str, value: Any) -> str:
    """A value as an option takes it: weights as in cat=2.0,dog=0.5, and names separated by commas."""
    if name in TABLES:
        return typed(value)
    if isinstance(value, dict):
        return ",".join(f"{key}={each}" for key, each in value.items())
    return ",".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _sets(words: Sequence[str]) -> Iterator[str]:
    """The settings of a command: `--set X` and `--set=X`."""
    for word, following in zip(words, [*words[1:], ""], strict=False):
        if word == "--set":
            yield following
        elif word.startswith("--set="):
            yield word.removeprefix("--set=")
