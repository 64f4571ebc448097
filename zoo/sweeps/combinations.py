"""The plans of every combination of names, patterns and lists of values."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from zoo.catalog import registries
from zoo.catalog.resolve import is_path
from zoo.data.resolve import found_dataset
from zoo.errors import DeclarationError, UsageError, ZooError, shorten
from zoo.plan.given_once import merged
from zoo.plan.plan import DEFAULT_DATASET
from zoo.plan.resolve import find_plan
from zoo.plan.train_settings import TrainSettings
from zoo.registry import RegistryError, nearest
from zoo.runs.combination import Combination
from zoo.schema.arguments import checked
from zoo.schema.declaration import settings_of
from zoo.specs.data_options import NO_OPTIONS, DataOptions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zoo.plan.plan import Plan
    from zoo.plan.start import Start
    from zoo.plan.teacher import Teacher
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.named import Named

WILD = "*?["
"""The characters that make a name a shell pattern."""
NOT_HERE = ("train.seed", "train.backend", "train.threads")
"""Settings that can't vary in a sweep: a process has one backend, and seeds have a separate option."""
MONITOR = "train.monitor"


@dataclass(frozen=True)
class Asked:
    """What to combine: names or patterns, and alternative values for each setting.

    `train` are training settings that all runs share, `callbacks` the names of their callbacks. `dataset`
    may be your own data, with its `options`, or data in memory. All runs begin from the weights of `start`,
    learn from `teacher`, and have the same `phases`, a list of tables.
    """

    models: tuple[str, ...]
    optimizers: tuple[str, ...]
    seeds: tuple[int, ...]
    dataset: str | Named[DatasetSpec] | None = None
    settings: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    train: Mapping[str, Any] = field(default_factory=dict)
    options: DataOptions = NO_OPTIONS
    callbacks: tuple[str, ...] = ()
    start: Start | None = None
    teacher: Teacher | None = None
    phases: Sequence[Mapping[str, Any]] | None = None

    def __post_init__(self) -> None:
        """Refuse settings that can't vary in a sweep or are given twice, and seeds that are not valid."""
        seed = settings_of(TrainSettings)["seed"].kind
        for each in self.seeds:
            checked("train.seed", seed, each)
        for path in self.settings:
            if path in NOT_HERE:
                name = path.removeprefix("train.")
                meant = "--seeds" if name == "seed" else f"--{name}"
                raise UsageError(f"--set {path}=… can't vary in a sweep; did you mean {meant}?")
        merged(self.settings, self._fixed())
        if len(self._values().get(MONITOR, ())) > 1:
            why = "can't vary in a sweep, which is ranked by one metric"
            raise UsageError(f"--set {MONITOR}=… {why}; wanted --monitor METRIC")

    def names(self) -> tuple[list[str], list[str]]:
        """The models and optimizers without duplicates; raises UsageError if nothing matches a pattern."""
        return _named("model", self.models), _named("optimizer", self.optimizers)

    def count(self) -> int:
        """The number of combinations."""
        return math.prod([*map(len, self.names()), *map(len, self._values().values()), len(self.seeds)])

    def combined(self) -> Iterator[tuple[Combination, Plan | ZooError]]:
        """Every combination with its plan, or with the error why there is none.

        If neither the model nor the optimizer comes from a pattern, the error is raised.
        """
        models, optimizers = self.names()
        named = DEFAULT_DATASET if self.dataset is None else self.dataset
        dataset = found_dataset(named, self.options)  # own data is analysed once, not for every combination
        values = self._values()
        several = {path for path, each in values.items() if len(each) > 1}
        alternatives = [[(path, value) for value in each] for path, each in values.items()]
        pairs = itertools.product(models, optimizers)
        for (model, optimizer), chosen in itertools.product(pairs, itertools.product(*alternatives)):
            settings: dict[str, Any] = dict(chosen)
            shown = {path: value for path, value in settings.items() if path in several}
            plan = self._plan(model, optimizer, dataset, settings)
            for seed in self.seeds:
                yield Combination(model, optimizer, seed, shown), _seeded(plan, seed)

    def _values(self) -> dict[str, list[Any]]:
        """The alternatives of each setting, without duplicates."""
        return {
            path: [*{_same(each): each for each in given}.values()] for path, given in self.settings.items()
        }

    def _fixed(self) -> dict[str, Any]:
        """The settings that all runs share, by path."""
        shared: dict[str, Any] = {f"train.{name}": value for name, value in self.train.items()}
        return shared if self.phases is None else {**shared, "phases": self.phases}

    def _plan(
        self, model: str, optimizer: str, dataset: Named[DatasetSpec], settings: dict[str, Any]
    ) -> Plan | ZooError:
        try:
            return find_plan(
                model,
                optimizer,
                dataset,
                settings=self._fixed() | settings,
                callbacks=self.callbacks,
                start=self.start,
                teacher=self.teacher,
            )
        except DeclarationError:
            raise
        except (ZooError, RegistryError) as error:
            if model in self.models and optimizer in self.optimizers:
                raise
            return error if isinstance(error, ZooError) else ZooError(str(error))


def _same(value: Any) -> Any:
    """A key that is equal for equal values: for 5 and 5.0, but not for 1 and true."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return value if is_number else repr(value)


def _seeded(plan: Plan | ZooError, seed: int) -> Plan | ZooError:
    """The same plan with another seed; cheaper than resolving it again."""
    return plan if isinstance(plan, ZooError) else replace(plan, train=replace(plan.train, seed=seed))


def _named(kind: str, words: Sequence[str]) -> list[str]:
    """The names without duplicates, with patterns replaced by the names that match."""
    registry, found = registries.KINDS[kind], list[str]()
    for word in words:
        if is_path(word) or not any(each in word for each in WILD):
            found.append(word)
            continue
        fitting = [registry.shown_name(entry) for entry in registry.match(word)]
        if not fitting:
            near = nearest(word, [f"{name.partition('-')[0]}-*" for name in registry if "-" in name])
            raise UsageError(
                f"no {kind} matches '{shorten(word)}'" + (f"; did you mean {near}?" if near else "")
            )
        found += fitting
    return list(dict.fromkeys(found))


def alternatives(text: str) -> list[str]:
    """The parts of `50,100,200`, split at commas outside of brackets and quotes."""
    parts, depth, quote = [""], 0, ""
    for char in text:
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "[{(":
            depth += 1
        elif char in ")}]":
            depth -= 1
        elif char == "," and depth == 0:
            parts.append("")
            continue
        parts[-1] += char
    return [part.strip() for part in parts]
