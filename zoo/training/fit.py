"""One call of Keras's `fit`, with its preparation and its results."""

from __future__ import annotations

import contextlib
import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import keras

from zoo.errors import ZooError
from zoo.registry import CallFailed, guarded
from zoo.runs.checkpoint import OtherModel
from zoo.runs.runs_folder import unwritable
from zoo.specs.schedules import presets
from zoo.specs.steps import steps_per_epoch
from zoo.system import atomic
from zoo.training import backend, execution, limits, state
from zoo.training.augmentation import Augmentation, augmentation_of
from zoo.training.augmented import plain_steps
from zoo.training.build import build_model
from zoo.training.compile_plan import compile_for
from zoo.training.completeness import WholeEvaluation, WholeTraining, check_epochs
from zoo.training.early_stopping import early_stopping
from zoo.training.feed import Blocks
from zoo.training.feeds import Feeds, architecture, feeds_of
from zoo.training.steps import Loop, build_on_batch
from zoo.training.unchanged import Unchanged
from zoo.training.validation_outcomes import outcomes_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord
    from zoo.runs.checkpoint import Checkpoint
    from zoo.runs.validation_outcomes import Outcomes
    from zoo.specs.architecture import Architecture
    from zoo.training.compiled import Compiled, CompiledModels
    from zoo.training.journal import Journal
    from zoo.weights.array import Array

BATCH_HOOKS = tuple(
    f"on_{phase}batch_{moment}" for phase in ("", "train_", "test_") for moment in ("begin", "end")
)


@dataclass(frozen=True)
class Fitting:
    """A fully resolved plan, its data, and the Keras objects built from it."""

    plan: Plan
    data: Data
    model: keras.Model
    callbacks: tuple[keras.callbacks.Callback, ...]
    feeds: Feeds
    augmentation: Augmentation | None = None
    """What changes the training batches."""
    again: Compiled | None = None
    """The model and its compiled functions, if they come from an earlier run."""

    @classmethod
    def prepare(cls, plan: Plan, data: Data, compiled: CompiledModels | None = None) -> Self:
        """Build model and callbacks, and choose how the steps are run.

        If `compiled` has a model that can train this plan, it gets the variables of the new one.
        """
        dataset, settings = plan.dataset.value, plan.train
        backend.fresh(settings.seed, settings.precision)
        model = build_model(plan.model, dataset.input_shape, dataset.task)
        weighted = data.weights is not None
        compile_for(model, plan, weighted=weighted)
        callbacks = callbacks_of(plan)
        if settings.execution == "auto":
            per_epoch = steps_per_epoch(len(data.parts.training), settings.batch_size)
            chosen = execution.settle(
                settings.backend,
                model,
                per_epoch * settings.epochs,
                gpu=backend.device(settings.backend) != "cpu",
                per_batch_callbacks=any(_wants_batches(each) for each in callbacks),
            )
            plan = replace(plan, train=replace(settings, execution=chosen))
        feeds = feeds_of(plan, data, model)
        limits.refuse(settings.epochs, max(map(len, feeds)))
        new = cls(plan, data, model, callbacks, feeds, augmentation_of(plan))
        if compiled is None or not compiled.has(plan, data):
            return new
        new._build()
        again = compiled.take(plan, data, model)
        return replace(new, model=again.model, again=again)

    @functools.cached_property
    def loop(self) -> Loop | None:
        """The steps as a loop on the device; None for Keras's own."""
        training, xla = self.feeds.training, self.plan.train.execution == "loop+xla"
        if self.again is not None:
            return self.again.loop
        if not isinstance(training, Blocks):
            return None
        return Loop(self.model, self.data, training, xla=xla, augmentation=self.augmentation)

    def architecture(self) -> Architecture:
        """The model's layers: computed from the spec if possible, otherwise read from the built model."""
        return architecture(self.plan, self.model)

    def run(self, journal: Journal) -> dict[str, dict[str, float]]:
        """Train with the journal as a callback, and return the metrics of the kept model by split.

        The kept model is settled once: after `fit`, which ends with the optimizer's averages and the
        callbacks' `on_train_end`, and after the return to the best epoch. It is what is measured, saved and
        recorded. After `restore`, the result is the same as without the interruption.
        """
        epochs, start = self.plan.train.epochs, journal.start
        checks = (
            WholeTraining(self.feeds.training),
            WholeEvaluation(self.feeds.validation, "the validation split"),
        )
        with self.device_loop():
            unchanged = Unchanged(self.model, self.callbacks)
            for callback in self.callbacks:
                getattr(callback, "on_run_begin", _nothing)(journal.record)
            self.model.fit(
                self.feeds.training,
                initial_epoch=0 if start is None else epochs if start.is_over else start.epoch,
                epochs=epochs,
                shuffle=False,
                validation_data=self.feeds.validation,
                callbacks=[*self.callbacks, unchanged, *checks, journal],
                verbose=0,
            )
            unchanged.check(self.model)
            if start is None or not start.is_over:
                check_epochs(journal.record)
            if journal.best_file:
                best = journal.folder.read_checkpoint(journal.best_file)
                state.Variables(best.kept_model, best.optimizer).put_into(self.model)
            settled = state.arrays_of(self.model.variables)
            journal.settle(settled)
            return {split: self._measured(split, settled, journal) for split in ("validation", "test")}

    def _measured(self, split: str, settled: tuple[Array, ...], journal: Journal) -> dict[str, float]:
        """The metrics of the settled model, whose variables are the same before and after."""
        # On JAX, averaged weights share the optimizer's arrays, which a step donates: these are copies.
        state.put(self.model.variables, settled)
        feed = getattr(self.feeds, split)
        logs = self.model.evaluate(
            feed,
            callbacks=[WholeEvaluation(feed, f"the {split} split"), journal],
            verbose=0,
            return_dict=True,
        )
        state.put(self.model.variables, settled)
        return journal.finite(logs, f"{split}_")

    def outcomes(self, epoch: int) -> Outcomes:
        """The outcomes of the settled model on the validation examples; `epoch` is the kept one."""
        return outcomes_of(self.model, self.plan, self.data, epoch)

    def restore(self, start: Checkpoint) -> None:
        """Restore a checkpoint; raises OtherModel if it is from another model or plan."""
        if start.epoch > self.plan.train.epochs:
            raise OtherModel(f"has {start.epoch:,} epochs; wanted at most {self.plan.train.epochs:,}")
        if len(start.callbacks) != len(self.callbacks):
            raise OtherModel(f"has {len(start.callbacks)} callbacks; wanted {len(self.callbacks)}")
        self._build()
        state.Variables(start.model, start.optimizer).put_into(self.model)
        state.put_seeds(start.seeds)

    @contextlib.contextmanager
    def device_loop(self) -> Iterator[None]:
        """Let the model take the items of the feeds: blocks are run as a loop on the device."""
        self._build()
        if self.loop is not None:
            attached = self.loop.attached(self.data)
        else:
            attached = plain_steps(self.model, self.augmentation)
        with attached:
            yield

    def save(self, path: Path) -> None:
        """Save the model in Keras's format, atomically and durably, before the run counts as completed."""
        try:
            with atomic.whole(path) as beside:
                self.model.save(beside)
        except OSError as error:
            raise unwritable(path.parent, error) from None

    def _build(self) -> None:
        if not self.model.optimizer.built:
            size = min(self.plan.train.batch_size, len(self.data.parts.training))
            build_on_batch(self.model, self.data, size)


def callbacks_of(plan: Plan) -> tuple[keras.callbacks.Callback, ...]:
    """New callbacks, including those of plugins; raises ZooError if one can't be constructed."""
    made: list[Any] = []
    if plan.train.patience is not None:
        made.append(early_stopping(plan))
    if (chosen := plan.train.schedule) is not None and presets.given(chosen)[0] == presets.PLATEAU:
        made.append(keras.callbacks.ReduceLROnPlateau("val_loss", **presets.arguments(chosen)))
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


def _nothing(_: RunRecord) -> None:
    """The default of the hook `on_run_begin`."""


def _wants_batches(callback: keras.callbacks.Callback) -> bool:
    """Whether it overrides a hook for batches; one with `blocks_are_fine = True` accepts blocks."""
    if getattr(callback, "blocks_are_fine", False):
        return False
    base = keras.callbacks.Callback
    return any(getattr(type(callback), hook) is not getattr(base, hook) for hook in BATCH_HOOKS)
