"""Models that are traced and compiled once, for all runs of a process that share what is compiled.

What a run may change without another trace are the values of variables: weights, the states of seeds, the
optimizer's state, and a learning rate that is a number. Everything else is part of the key.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.plan.plugin_parts import of_plugins, own_layers
from zoo.specs.architecture import is_static

if TYPE_CHECKING:
    import keras

    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan
    from zoo.training.plain_steps import PlainSteps
    from zoo.training.steps import Loop

NOT_COMPILED = {
    "optimizer": ("name", "summary"),
    "train": (
        *("epochs", "seed", "patience", "keep", "checkpoint_every"),
        *("class_weight", "monitor", "min_delta", "start_from_epoch"),
    ),
}
"""What no step depends on, by the part of the plan."""
MOST = 4
"""How many models a process keeps; each takes some megabytes."""


class Compiled(NamedTuple):
    """A model with its compiled functions."""

    model: keras.Model
    steps: Loop | PlainSteps


class CompiledModels:
    """Compiled models of completed runs. The one that was used longest ago goes first."""

    def __init__(self, most: int = MOST) -> None:
        """Keep `most` models at most."""
        self._kept: OrderedDict[str, Compiled] = OrderedDict()
        self.most = most

    def has(self, plan: Plan, data: Data) -> bool:
        """Whether there is a model that can train a settled plan."""
        return _key(plan, data) in self._kept

    def take(self, plan: Plan, data: Data, model: keras.Model) -> Compiled:
        """The compiled model for a plan, with the variables of a new one; KeyError if there is none.

        It is no longer kept: a run that fails may leave it in any state.
        """
        from zoo.training.state import Variables

        known = self._kept.pop(_key(plan, data))
        Variables.of(model).put_into(known.model)
        known.model.reset_metrics()
        return known

    def keep(self, plan: Plan, data: Data, compiled: Compiled) -> None:
        """Keep the model of a completed run, which no longer uses it.

        The code of builders and callbacks may leave more in a model than its variables: those are not kept.
        """
        if plan.phases:
            return  # it is compiled for the last
        has_code = plan.callbacks or any(of_plugins(plan.train)) or own_layers(plan.model.value)
        if is_static(plan.model.value) and not has_code and plan.train.backend != "torch":
            key = _key(plan, data)
            self._kept[key] = compiled
            self._kept.move_to_end(key)
        while len(self._kept) > self.most:
            self._kept.popitem(last=False)


def _key(plan: Plan, data: Data) -> str:
    """What plans that share their compiled functions have in common."""
    table: dict[str, Any] = plan.to_table()
    if isinstance(table["optimizer"].get("learning_rate"), (int, float)):
        del table["optimizer"]["learning_rate"]
    for part, names in NOT_COMPILED.items():
        table[part] = {name: value for name, value in table[part].items() if name not in names}
    table["shapes"] = [(each.shape, str(each.dtype)) for each in (data.x, data.y)]
    table["weighted"] = data.weights is not None, data.loss_weights is not None
    table["on_disk"] = data.on_disk
    table["parts"] = [len(part) for part in data.parts]
    return json.dumps(table, sort_keys=True)
