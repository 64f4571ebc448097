"""The callback that writes a run's record and checkpoints while Keras trains."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import keras

from zoo.plan.metrics import extra_metrics
from zoo.runs.checkpoint import Checkpoint
from zoo.runs.directory import METRICS, metrics_row
from zoo.runs.figures import RATE
from zoo.training import callback_state, lora, state
from zoo.training.build import metric_names
from zoo.training.events import Began, EpochDone, Stepped
from zoo.training.phases import Phases
from zoo.training.rates import Rates
from zoo.training.state import Variables
from zoo.training.units import Units
from zoo.weights.array import Array, digest_of, weights_of

if TYPE_CHECKING:
    from zoo.plan.plan import Plan
    from zoo.runs import RunDirectory, RunRecord
    from zoo.training.events import Watch
    from zoo.training.feed import Feed
    from zoo.training.signals import Stop


def columns_of(plan: Plan, *, weighted: bool) -> tuple[str, ...]:
    """The names in a history of the loss and the metrics, without the learning rate."""
    metrics = metric_names(plan.dataset.value.task, weighted=weighted, extra=extra_metrics(plan))
    return tuple(f"{split}{name}" for split in ("", "val_") for name in ("loss", *metrics))


class Stopped(Exception):
    """A signal was received; the current epoch is not kept."""


class NotFinite(Exception):
    """A loss, a metric or a weight became NaN or infinite."""


class Journal(keras.callbacks.Callback):
    """Set the feed's epoch, stop on signals and NaN, and save the state of complete epochs.

    It is the last callback, so that the saved state includes what the others do at the end of an epoch.
    """

    def __init__(
        self,
        plan: Plan,
        record: RunRecord,
        folder: RunDirectory,
        feed: Feed,
        *,
        stop: Stop,
        watch: Watch,
        others: tuple[keras.callbacks.Callback, ...] = (),
        start: Checkpoint | None = None,
    ) -> None:
        """`record` is that of the beginning; the attribute is the current one.

        `feed` is that of the training, `others` are the other callbacks, `start` is the checkpoint of a
        resumed run, whose history is already in `record`.
        """
        super().__init__()
        self.plan = plan
        self.record, self.folder, self.stop, self.watch = record, folder, stop, watch
        self.units, self.settings = Units.of(plan), plan.train
        weighted = feed.data.weights is not None
        self.columns = columns_of(plan, weighted=weighted)
        self.rates, self.rate, self.averages = Rates(plan.by_phase[0]), 0.0, False
        has_rates = plan.phases or self.rates.change
        if has_rates and (start is None or not start.history or RATE in start.history):
            self.columns = (*self.columns, RATE)
        self.feed, self.others, self.start = feed, others, start
        self.digests = list(start.digests) if start else []
        self.weights = list(start.weights) if start else []
        self.best_file = start.best if start else ""
        self.saved_model = "" if start is None else digest_of(start.kept_model)
        """The digest of the kept model of the last checkpoint, which stays on disk: it may be large."""
        self.saved = start.epoch if start else 0
        """The last epoch, counted from 1, whose state is on disk."""
        self.epoch, self.step, self.began = start.epoch - 1 if start else 0, 0, 0.0
        self.phases = Phases(plan, start)

    def begin_phase(self, phase: int, others: tuple[keras.callbacks.Callback, ...]) -> None:
        """Begin or continue a phase, counted from 0, with its other callbacks."""
        self.record, self.others = self.phases.begin(phase, others, self.record), others
        part = self.phases.part
        self.rates, self.averages = Rates(part), part.optimizer.value.optimizer.use_ema

    def is_over(self) -> bool:
        """Whether the training ends with the current phase."""
        is_stopped = bool(self.model.stop_training)
        return self.phases.is_over(self.record.complete_epochs, is_stopped=is_stopped)

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        """Report the beginning, and restore the state of the other callbacks, which they have just reset."""
        if not self.phases.is_first:
            return
        self.watch(Began(self.record, self.feed.steps))
        if self.start is not None:
            for callback, remembered in zip(self.others, self.start.callbacks, strict=True):
                callback_state.put_state(callback, remembered, self.start.others)

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        """Set the epoch of the feed, and note the rate, which others change when the epoch ends."""
        self.epoch, self.began = epoch, time.perf_counter()
        self.feed.begin(epoch)
        if RATE in self.columns:
            epochs = epoch + 1 - self.phases.epochs_before
            self.rate = self.rates.at(self.model, epochs * self.feed.steps - 1)

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """After a block: report, and stop on a signal or if the loss is not finite."""
        metrics = self.units.convert(logs or {})
        step = self.step = self.feed.steps_done(batch)
        if not math.isfinite(metrics.get("loss", 0.0)):
            loss = f"loss became {metrics['loss']}"
            msg = f"{loss} in epoch {self.epoch + 1}, by step {step:,}"
            raise NotFinite(msg)
        self._stop_on_signal()
        self.watch(Stepped(self.epoch + 1, step, metrics))

    def on_test_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        """Stop on a signal in validation too."""
        self._stop_on_signal()

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Record the epoch, and save its state if it is due."""
        row = self.finite(logs or {}) | {RATE: self.rate}
        variables = Variables.of(self.model)
        if odd := variables.not_finite():
            path, value = next(iter(odd.items()))
            raise NotFinite(f"{path} became {value} in epoch {epoch + 1}")
        digest = variables.digest()
        seconds = time.perf_counter() - self.began
        history = {name: [*self.record.history.get(name, []), row[name]] for name in self.columns}
        self.digests.append(digest)
        weights = variables.model if self.settings.lora is None else lora.merged(self.model)
        self.weights.append(digest_of(weights_of(weights)))
        self.record = self.record.after(history, [*self.record.epoch_seconds, seconds], self.settings.keep)
        self.record = replace(self.record, stopped=self._stopped())
        self.folder.append(METRICS, metrics_row(self.record, epoch + 1, digest))
        self._keep(variables, is_best=self.settings.keep == "best" and self.record.best_epoch == epoch + 1)
        self.folder.write_record(self.record)
        self.watch(EpochDone(self.record))

    def _keep(self, variables: Variables, *, is_best: bool) -> None:
        """Save the state of this epoch, if it is due."""
        done = self.epoch + 1
        is_last = self.model.stop_training or done == self.phases.end
        if not (is_best or is_last or done % self.settings.checkpoint_every == 0):
            return
        if is_best:
            self.best_file = f"best-{done:04}.zoo"
        others: list[Array] = []
        checkpoint = Checkpoint(
            epoch=done,
            model=variables.model,
            optimizer=variables.optimizer,
            kept=self._kept(),
            seeds=state.seeds(),
            history=self.record.history,
            epoch_seconds=self.record.epoch_seconds,
            digests=self.digests,
            weights=self.weights,
            callbacks=[callback_state.state_of(callback, others) for callback in self.others],
            others=tuple(others),
            best=self.best_file,
            is_over=bool(self.model.stop_training),
            stopped=self.record.stopped,
            run=self.record.id,
            phases=self.phases.begun,
        )
        self.folder.write_checkpoint(checkpoint, best=self.best_file if is_best else "")
        if is_last:
            self.saved_model = digest_of(checkpoint.kept_model)
        self.saved = done

    def _stopped(self) -> str:
        """What stopped the training or its phases before the planned end, and where; empty if nothing did."""
        is_whole, number = self.step == self.feed.steps, self.epoch + 1
        if not self.model.stop_training or (is_whole and self.phases.is_end(number)):
            return self.phases.stopped_before
        early = [each for each in self.others if getattr(each, "stopped_epoch", 0)]
        able = early or [each for each in self.others if not hasattr(each, "stopped_epoch")]
        names = " or ".join(sorted({type(each).__name__ for each in able})) or "the model"
        phase = f" of phase {self.phases.current + 1}" if self.plan.phases else ""
        where = f"in epoch {number:,}{phase}, after step {self.step:,} of {self.feed.steps:,}"
        found = f"{names} {f'after epoch {number:,}{phase}' if is_whole else where}"
        return " and ".join(filter(None, (self.phases.stopped_before, found)))

    def _kept(self) -> tuple[Array, ...]:
        """The variables of the model that is kept if the training ends here; empty for those of the model.

        They have the optimizer's averages, unless the model has them already, and no adapters.
        """
        in_model = any(getattr(each, callback_state.IN_MODEL, False) for each in self.others)
        if self.averages and not in_model:
            return state.averaged(self.model, lora.merged)
        return () if self.settings.lora is None else lora.merged(self.model)

    def settle(self, settled: tuple[Array, ...]) -> None:
        """Record the variables of the model that is kept, and save them unless the checkpoint has them.

        If a callback has restored the weights of an epoch, that epoch is the kept one.
        """
        digest = digest_of(settled)
        if self.settings.keep == "last" and digest != self.saved_model:
            newest = self.folder.read_checkpoint(run=self.record.id)
            self.folder.write_checkpoint(replace(newest, kept=settled))
        weights, kept = digest_of(weights_of(settled)), self.record.kept_epoch
        equal = [epoch for epoch, each in enumerate(self.weights, start=1) if each == weights]
        kept = kept if kept in equal or not equal else equal[-1]
        self.record = replace(self.record, kept_epoch=kept, model_digest=digest)

    def finite(self, logs: dict[str, Any], split: str = "") -> dict[str, float]:
        """Keras's logs in the units of the record; raises NotFinite if one is NaN or infinite."""
        row = self.units.convert(logs)
        for name, value in row.items():
            if not math.isfinite(value):
                msg = f"{split}{name} became {value} in epoch {self.epoch + 1}"
                raise NotFinite(msg)
        return row

    def _stop_on_signal(self) -> None:
        if self.stop.signal_number:
            raise Stopped
