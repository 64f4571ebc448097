"""The settings of `zoo.train` by path, and the dataset that is used if one is not found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from zoo.catalog.resolve import named
from zoo.errors import DatasetNotFound
from zoo.plan.given_once import merged
from zoo.schema.declaration import changes_of
from zoo.training.events import Substituted

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.plan.plan import Plan
    from zoo.training.events import Watch

T = TypeVar("T")


def with_training(
    settings: Mapping[str, Any] | None, given: Mapping[str, Any], phases: Any = None
) -> dict[str, Any]:
    """All settings by path; raises SettingError if one of the training is given twice."""
    found = merged(changes_of(settings), {f"train.{name}": value for name, value in given.items()})
    return found | ({} if phases is None else {"phases": listed(phases)})


def listed(phases: Any) -> Any:
    """The phases in a list, unless they are no phases."""
    return [*phases] if isinstance(phases, Iterable) and not isinstance(phases, (str, Mapping)) else phases


def on_data(plan: Plan, watch: Watch, do: Callable[[Plan], T], *, is_chosen: bool) -> T:
    """Do something with a plan; if nobody chose its dataset and that is not found, with its fallback."""
    try:
        return do(plan)
    except DatasetNotFound:
        fallback = plan.dataset.value.fallback
        if is_chosen or fallback is None:
            raise
        watch(Substituted(plan.dataset.name, fallback))
        return do(plan.on(named("dataset", fallback)))
