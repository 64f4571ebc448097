"""Where a training is among its phases; a training without phases is one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras

    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord
    from zoo.runs.checkpoint import Checkpoint


class Phases:
    """The phases of a plan that have begun, and the current one, counted from 0.

    `begun` has the number of epochs before each that has begun; it is empty if the plan has no phases. `end`
    is the number of epochs after the current one.
    """

    def __init__(self, plan: Plan, start: Checkpoint | None) -> None:
        """`start` is the checkpoint of a resumed run."""
        self.plan, self.start = plan, start
        self.begun = list(start.phases) if start else []
        self.current, self.end, self.stopped_before, self.entered = 0, plan.by_phase[0].train.epochs, "", 0
        self.own: tuple[keras.callbacks.Callback, ...] = ()

    @property
    def part(self) -> Plan:
        """The plan of the current phase."""
        return self.plan.by_phase[self.current]

    @property
    def epochs_before(self) -> int:
        """The number of epochs before the current phase."""
        return self.begun[-1] if self.begun else 0

    @property
    def is_first(self) -> bool:
        """Whether the current phase is the first since the training began or was resumed."""
        return self.entered == 1

    def begin(
        self, phase: int, callbacks: tuple[keras.callbacks.Callback, ...], record: RunRecord
    ) -> RunRecord:
        """Begin or continue a phase; return the record, which says when each has begun.

        `callbacks` are those of the phase, and after them those of plugins.
        """
        self.current, self.entered, self.stopped_before = phase, self.entered + 1, record.stopped
        self.own = callbacks[: len(callbacks) - len(self.plan.callbacks)]
        if self.plan.phases and len(self.begun) == phase:
            self.begun.append(record.complete_epochs)
        self.end = min(self.epochs_before + self.part.train.epochs, self.plan.train.epochs)
        begun = self.begun or [0]
        known = [
            each | ({"begun": begun[place]} if place < len(begun) else {})
            for place, each in enumerate(record.phases)
        ]
        return replace(record, phases=known)

    def epochs_left(self, complete: int) -> tuple[int, int]:
        """The numbers of the first epoch to train and of the end of the phase; equal if it is over."""
        return self.end if self._was_over() else complete, self.end

    def is_over(self, complete: int, *, is_stopped: bool) -> bool:
        """Whether the training ends with this phase: it is the last, or something stopped all of them.

        So is it after the last epoch of a training with fewer epochs than its phases. Early stopping ends its
        phase alone.
        """
        stopped_all = (is_stopped or self._was_over()) and not self._ran_out_of_patience()
        return self._is_last(complete) or stopped_all

    def is_end(self, epoch: int) -> bool:
        """Whether a stop after this epoch, counted from 1, stops nothing that was planned."""
        return epoch == self.end and (self._is_last(epoch) or self._ran_out_of_patience())

    def _is_last(self, complete: int) -> bool:
        return self.current == len(self.plan.by_phase) - 1 or complete >= self.plan.train.epochs

    def _was_over(self) -> bool:
        """Whether the phase was over before the training was resumed."""
        start = self.start
        return start is not None and start.is_over and self.current == max(len(start.phases) - 1, 0)

    def _ran_out_of_patience(self) -> bool:
        return any(getattr(each, "stopped_epoch", 0) for each in self.own)
