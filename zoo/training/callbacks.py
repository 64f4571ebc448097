"""The callbacks of a training: those of a phase, which are new for each, and those of plugins."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import keras

from zoo.errors import ZooError
from zoo.plan.metrics import monitor_of
from zoo.registry import CallFailed, guarded
from zoo.specs.schedules import presets
from zoo.training.units import Units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from zoo.plan.plan import Plan

BATCH_HOOKS = tuple(
    f"on_{phase}batch_{moment}" for phase in ("", "train_", "test_") for moment in ("begin", "end")
)
Callbacks = tuple[keras.callbacks.Callback, ...]


class EarlyStopping(keras.callbacks.EarlyStopping):
    """It compares values in the units of the record, in which `min_delta` is given."""

    def __init__(self, units: Units, **options: Any) -> None:
        """`units` are those of the plan, `options` those of Keras's callback."""
        super().__init__(**options)
        self.units = units

    def get_monitor_value(self, logs: dict[str, Any] | None) -> float | None:
        """The monitored value of an epoch."""
        return self.units.convert(logs or {}).get(self.monitor)


def callbacks_of(plan: Plan) -> Callbacks:
    """New callbacks for a plan; raises ZooError if one of a plugin can't be constructed."""
    return (*of_phase(plan), *of_plugins(plan))


def of_phase(plan: Plan) -> Callbacks:
    """New callbacks for the settings of a plan, or of one of its phases."""
    made: list[Any] = []
    if plan.train.patience is not None:
        made.append(_early_stopping(plan))
    if (chosen := plan.train.schedule) is not None and presets.given(chosen)[0] == presets.PLATEAU:
        made.append(keras.callbacks.ReduceLROnPlateau("val_loss", **presets.arguments(chosen)))
    return tuple(made)


def _early_stopping(plan: Plan) -> keras.callbacks.EarlyStopping:
    """The callback that ends the training after `patience` epochs without an improvement."""
    train, monitor = plan.train, monitor_of(plan)
    if monitor is None and not train.min_delta and not train.start_from_epoch:
        return keras.callbacks.EarlyStopping("val_loss", patience=train.patience)
    return EarlyStopping(
        Units.of(plan),
        monitor=monitor.metric if monitor else "val_loss",
        mode=monitor.direction if monitor else "min",
        patience=train.patience,
        min_delta=train.min_delta or 0,
        start_from_epoch=train.start_from_epoch or 0,
    )


def of_plugins(plan: Plan) -> Callbacks:
    """New callbacks of plugins, which last for all phases; raises ZooError if one can't be constructed."""
    made: list[Any] = []
    for each in plan.callbacks:
        try:
            with guarded():
                callback = each.value()
        except CallFailed as failed:
            if isinstance(failed.__cause__, ZooError):
                raise failed.__cause__ from None
            msg = f"{each.name} of {each.distribution} {each.version} can't be constructed: {failed}"
            raise ZooError(msg) from failed.__cause__
        if not isinstance(callback, keras.callbacks.Callback):
            found = type(callback).__name__
            msg = f"{each.name} of {each.distribution} made {found}; wanted a keras.callbacks.Callback"
            raise ZooError(msg)
        made.append(callback)
    return tuple(made)


def wants_batches(callback: keras.callbacks.Callback) -> bool:
    """Whether it overrides a hook for batches; one with `blocks_are_fine = True` accepts blocks."""
    if getattr(callback, "blocks_are_fine", False):
        return False
    base = keras.callbacks.Callback
    return any(getattr(type(callback), hook) is not getattr(base, hook) for hook in BATCH_HOOKS)


class CallbacksOfPhase(keras.callbacks.CallbackList):
    """The callbacks of one phase of several, of which some last for the whole training.

    Those that last see one beginning and one end of the training.
    """

    callbacks: list[keras.callbacks.Callback]

    def __init__(
        self,
        callbacks: Iterable[keras.callbacks.Callback],
        lasting: Iterable[keras.callbacks.Callback],
        *,
        is_first: bool,
        is_over: Callable[[], bool],
        **params: Any,
    ) -> None:
        """`is_over` says at the end of the phase whether the training ends with it."""
        super().__init__([*callbacks], add_history=True, **params)
        self.lasting, self.is_first, self.is_over = {id(each) for each in lasting}, is_first, is_over

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        """Begin the phase."""
        with self._concerned(everyone=self.is_first):
            super().on_train_begin(logs)

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:
        """End the phase."""
        with self._concerned(everyone=self.is_over()):
            super().on_train_end(logs)

    @contextlib.contextmanager
    def _concerned(self, *, everyone: bool) -> Iterator[None]:
        """Leave out those that last, unless it concerns everyone."""
        every = self.callbacks
        self.callbacks = [each for each in every if everyone or id(each) not in self.lasting]
        try:
            yield
        finally:
            self.callbacks = every
