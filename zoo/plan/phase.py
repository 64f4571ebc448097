"""A phase of a training: its epochs, its frozen layers, its optimizer settings and its schedule."""

# Annotations are read at run time, so they must not be strings: no `from __future__ import annotations`.
from typing import TYPE_CHECKING, Annotated, Any

from zoo.errors import Problem, shown
from zoo.plan.layer_patterns import LayerPatterns
from zoo.plan.phrase import ALIASES
from zoo.plan.schedule import SettledSchedule
from zoo.schema.composite import Optional
from zoo.schema.declaration import Table, from_table, is_table, to_table
from zoo.schema.fields import Integer, WrongValue
from zoo.schema.keras_objects import freeze, thaw
from zoo.schema.value import Value, frozen
from zoo.specs.schedules.presets import CHOSEN

if TYPE_CHECKING:
    from collections.abc import Mapping

Patterns = Annotated[tuple[str, ...] | None, Optional(LayerPatterns())]


@frozen
class OptimizerChanges(Value):
    """Settings of an optimizer by name, which are checked with the optimizer."""

    wanted: str = "a table of settings of the optimizer, as {learning_rate = 1e-5}"

    def read(self, value: Any) -> tuple[tuple[str, Any], ...]:
        """Pairs of name and value, or WrongValue."""
        table = dict(value) if isinstance(value, tuple) else value
        if not is_table(table):
            raise WrongValue("is not a table", self.wanted)
        return tuple((name, freeze(each)) for name, each in table.items())


@frozen
class Phase(Value):
    """A phase of a training.

    Frozen layers stay frozen in later phases until `unfreeze` matches them. `train_only` freezes all other
    layers. `optimizer` has the settings that differ from the plan's, `schedule` is in place of the plan's;
    both are for this phase alone. `in_steps` is the schedule in steps, once that is settled.
    """

    epochs: Annotated[int, Integer(1, 100_000)]
    freeze: Patterns = None
    unfreeze: Patterns = None
    train_only: Patterns = None
    schedule: Annotated[str | tuple[Any, ...] | None, Optional(CHOSEN)] = None
    optimizer: Annotated[tuple[tuple[str, Any], ...], OptimizerChanges()] = ()
    in_steps: Annotated[SettledSchedule | None, Table(SettledSchedule)] = None

    @property
    def optimizer_changes(self) -> dict[str, Any]:
        """The changed settings of the optimizer, by name."""
        return {name: thaw(value) for name, value in self.optimizer}

    def to_table(self) -> dict[str, Any]:
        """The phase as plain TOML values."""
        table = to_table(self)
        if self.optimizer:
            table["optimizer"] = self.optimizer_changes
        if self.in_steps is not None:
            table["in_steps"] = to_table(self.in_steps, defaults=True)
        return {"epochs": self.epochs, **table}


def phases_of(given: Any, problems: list[Problem]) -> tuple[Phase, ...]:
    """The phases in a list of tables; errors are added to `problems`.

    Settings of the optimizer may be given by path, as `optimizer.learning_rate` or `lr`.
    """
    if not isinstance(given, (list, tuple)) or not given:
        problems.append(Problem("phases", shown(given), "wanted a list of tables, as [{epochs = 3}]"))
        return ()
    found = []
    for place, each in enumerate(given):
        if not is_table(each):
            problems.append(Problem(f"phases.{place}", shown(each), "wanted a table, as {epochs = 3}"))
            continue
        phase = from_table(Phase, _nested(each), f"phases.{place}", problems)
        found += [] if phase is None else [phase]
    return tuple(found)


def _nested(given: "Mapping[str, Any]") -> dict[str, Any]:
    """The table with settings of the optimizer in a table of their own."""
    table: dict[str, Any] = {}
    for path, value in given.items():
        owner, _, setting = ALIASES.get(path, path).partition(".")
        if owner == "optimizer" and setting:
            table[owner] = {**table.get(owner, {}), setting: value}
        else:
            table[path] = value
    return table
