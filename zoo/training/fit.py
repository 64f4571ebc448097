"""One call of Keras's `fit`, with its preparation and its results."""

from __future__ import annotations

import contextlib
import functools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from zoo.runs.checkpoint import OtherModel
from zoo.specs.steps import steps_per_epoch
from zoo.training import backend, execution, limits, lora, state
from zoo.training.augmentation import Augmentation, augmentation_of
from zoo.training.build import build_model
from zoo.training.callbacks import CallbacksOfPhase, callbacks_of, of_phase, wants_batches
from zoo.training.compile_plan import compile_for
from zoo.training.completeness import WholeEvaluation, WholeTraining, check_epochs
from zoo.training.feeds import Feeds, architecture, feeds_of, steps_of
from zoo.training.frozen import Freezer, named_layers
from zoo.training.kept_model import batches_of, kept_model
from zoo.training.resumable import refuse_other
from zoo.training.steps import build_on_batch
from zoo.training.taken import take
from zoo.training.unchanged import Unchanged
from zoo.training.validation_outcomes import outcomes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import keras

    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord
    from zoo.runs.checkpoint import Checkpoint
    from zoo.runs.validation_outcomes import Outcomes
    from zoo.specs.architecture import Architecture
    from zoo.training.compiled import Compiled, CompiledModels
    from zoo.training.journal import Journal
    from zoo.training.plain_steps import PlainSteps
    from zoo.training.start import Source
    from zoo.training.steps import Loop
    from zoo.weights.array import Array


@dataclass(frozen=True)
class Fitting:
    """A fully resolved plan, its data, and the Keras objects built from it."""

    plan: Plan
    data: Data
    model: keras.Model
    callbacks: tuple[keras.callbacks.Callback, ...]
    feeds: Feeds
    freezer: Freezer
    taken: dict[str, str] = field(default_factory=dict)
    """What each layer with weights has got from the source that the training begins from."""
    phase: int = 0
    """The current phase, counted from 0, for which the model is compiled."""
    augmentation: Augmentation | None = None
    """What changes the training batches."""
    again: Compiled | None = None
    """The model and its compiled functions, if they come from an earlier run."""

    @classmethod
    def prepare(
        cls, plan: Plan, data: Data, compiled: CompiledModels | None = None, source: Source | None = None
    ) -> Self:
        """Build model and callbacks for the first phase, and choose how the steps are run.

        If `compiled` has a model that can train this plan, it gets the variables of the new one. The model
        begins from the weights of `source`, if there is one.
        """
        dataset, settings = plan.dataset.value, plan.train
        backend.fresh(settings.seed, settings.precision)
        model = build_model(plan.model, dataset.input_shape, dataset.task)
        taken = {} if source is None else take(model, named_layers(model), plan, source)
        lora.adapt(model, plan)
        first = plan.by_phase[0]
        compile_for(model, first, weighted=data.weights is not None)
        freezer = Freezer(model, plan)
        freezer.freeze(0)
        callbacks = callbacks_of(first)
        if settings.execution == "auto":
            per_epoch = steps_per_epoch(len(data.parts.training), settings.batch_size)
            chosen = execution.settle(
                settings.backend,
                model,
                per_epoch * settings.epochs,
                gpu=backend.device(settings.backend) != "cpu",
                per_batch_callbacks=any(wants_batches(each) for each in callbacks),
            )
            plan = replace(plan, train=replace(settings, execution=chosen))
        feeds = feeds_of(plan, data, model)
        limits.refuse(settings.epochs, max(map(len, feeds)))
        new = cls(plan, data, model, callbacks, feeds, freezer, taken, augmentation=augmentation_of(plan))
        if compiled is None or not compiled.has(plan, data):
            return new
        new._build()
        again = compiled.take(plan, data, model)
        return replace(new, model=again.model, again=again)

    @functools.cached_property
    def steps(self) -> Loop | PlainSteps:
        """The steps: as a loop on the device, or Keras's own."""
        if self.again is not None:
            return self.again.steps
        return steps_of(self.plan, self.data, self.model, self.feeds.training, self.augmentation)

    @functools.cached_property
    def kept(self) -> keras.Model:
        """The model that the run keeps: the trained one, or if that has adapters, one without."""
        return kept_model(self.model, self.plan, self.phase, self.data)

    def architecture(self) -> Architecture:
        """The model's layers: computed from the spec if possible, otherwise read from the built model."""
        return architecture(self.plan, self.model)

    def in_phase(self, phase: int) -> Self:
        """The fitting in another phase, with a new optimizer and new callbacks, but those of plugins."""
        if phase == self.phase:
            return self
        part = self.plan.by_phase[phase]
        state.forget_name_of_optimizer(self.model)
        self.freezer.restore()  # what is compiled depends on the penalties of all layers
        compile_for(self.model, part, weighted=self.data.weights is not None)
        self.freezer.freeze(phase)
        return replace(self, phase=phase, callbacks=(*of_phase(part), *self.lasting), again=None)

    @property
    def lasting(self) -> tuple[keras.callbacks.Callback, ...]:
        """The callbacks of plugins, which last for all phases."""
        return self.callbacks[len(self.callbacks) - len(self.plan.callbacks) :]

    def run(self, journal: Journal) -> tuple[Self, dict[str, dict[str, float]]]:
        """Train with the journal as a callback, from this phase on.

        The kept model is settled once: after `fit`, which ends with the optimizer's averages and the
        callbacks' `on_train_end`, and after the return to the best epoch. It is what is measured, saved and
        recorded. After `restored`, the result is the same as without the interruption.

        Returns:
            The fitting in the last phase, and the metrics of the kept model by split.
        """
        for callback in self.callbacks:
            getattr(callback, "on_run_begin", _nothing)(journal.record)
        fitting = self
        while True:
            with fitting.device_loop():
                journal.begin_phase(fitting.phase, fitting.callbacks)
                fitting._fit(journal)
                if journal.is_over():
                    return fitting, fitting._settled(journal)
            fitting = fitting.in_phase(fitting.phase + 1)

    def _fit(self, journal: Journal) -> None:
        """Train the epochs of the phase that are left."""
        unchanged = Unchanged(self.model, self.callbacks)
        checks = (
            WholeTraining(self.feeds.training),
            WholeEvaluation(self.feeds.validation, "the validation split"),
        )
        callbacks: Any = [*self.callbacks, unchanged, *checks, journal]
        begin, end = journal.phases.epochs_left(journal.record.complete_epochs)
        if self.plan.phases:
            callbacks = CallbacksOfPhase(
                callbacks,
                self.lasting,
                is_first=journal.phases.is_first,
                is_over=journal.is_over,
                model=self.model,
                verbose=0,
                epochs=end,
                steps=len(self.feeds.training),
            )
        self.model.fit(
            self.feeds.training,
            initial_epoch=begin,
            epochs=end,
            shuffle=False,
            validation_data=self.feeds.validation,
            callbacks=callbacks,
            verbose=0,
        )
        unchanged.check(self.model)

    def _settled(self, journal: Journal) -> dict[str, dict[str, float]]:
        """Settle the kept model, and return its metrics by split."""
        if journal.start is None or not journal.start.is_over:
            check_epochs(journal.record)
        best = journal.folder.read_checkpoint(journal.best_file) if journal.best_file else None
        settled = lora.merged(self.model) if best is None else best.kept_model
        if best and self.kept is self.model and best.phases == journal.phases.begun:  # the same optimizer
            state.put(self.model.optimizer.variables, best.optimizer)
        journal.settle(settled)
        return {split: self._measured(split, settled, journal) for split in ("validation", "test")}

    def _measured(self, split: str, settled: tuple[Array, ...], journal: Journal) -> dict[str, float]:
        """The metrics of the settled model, whose variables are the same before and after."""
        # On JAX, averaged weights share the optimizer's arrays, which a step donates: these are copies.
        state.put(self.kept.variables, settled)
        feed = getattr(self.feeds, split) if self.kept is self.model else batches_of(self.data, split)
        logs = self.kept.evaluate(
            feed,
            callbacks=[WholeEvaluation(feed, f"the {split} split"), journal],
            verbose=0,
            return_dict=True,
        )
        state.put(self.kept.variables, settled)
        return journal.finite(logs, f"{split}_")

    def outcomes(self, epoch: int) -> Outcomes:
        """The outcomes of the settled model on the validation examples; `epoch` is the kept one."""
        return outcomes_of(self.kept, self.plan, self.data, epoch)

    def restored(self, start: Checkpoint) -> Self:
        """The fitting as in a checkpoint; raises OtherModel if it is from another model or plan."""
        if start.epoch > self.plan.train.epochs:
            raise OtherModel(f"has {start.epoch:,} epochs; wanted at most {self.plan.train.epochs:,}")
        begun, wanted = len(start.phases), len(self.plan.phases)
        if begun and not wanted:
            raise OtherModel("has phases; wanted none")
        if wanted and not 1 <= begun <= wanted:
            raise OtherModel(f"has {begun:,} phases; wanted 1 to {wanted:,}")
        found = self.in_phase(max(begun, 1) - 1)
        refuse_other(start, found.plan, found.callbacks, weighted=self.data.weights is not None)
        found._build()  # noqa: SLF001 - its own
        state.Variables(start.model, start.optimizer).put_into(self.model)
        state.put_seeds(start.seeds)
        return found

    @contextlib.contextmanager
    def device_loop(self) -> Iterator[None]:
        """Let the model take the items of the feeds: blocks are run as a loop on the device."""
        self._build()
        with self.steps.attached(self.data):
            yield

    def _build(self) -> None:
        if not self.model.optimizer.built:
            size = min(self.plan.train.batch_size, len(self.data.parts.training))
            build_on_batch(self.model, self.data, size)


def _nothing(_: RunRecord) -> None:
    """The default of the hook `on_run_begin`."""
