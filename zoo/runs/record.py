"""The record of a run: its configuration, results and environment, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError, enumerated
from zoo.runs import figures
from zoo.schema.display import html_of
from zoo.specs.architecture import LayerRow  # noqa: TC001 - cattrs reads the annotation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zoo.specs.metrics import Monitor

SCHEMA = 1
LEFT_OUT = ("inputs", "rate", "trained")
"""What a layer in JSON only has if it is known."""


@dataclass(frozen=True)
class RunRecord:
    """The record of a run; `zoo train --json` prints it.

    `history` has a list for each metric with a value for each complete epoch, as in Keras.
    `metrics` are those of the kept model, by split: it is measured once, after everything that may change
    it, such as averaged weights or a callback that restores some; `model_digest` is the digest of all its
    variables. Epochs count from 1. `status` is running, completed, interrupted or failed; `error` says why
    it failed, `stopped` what stopped it before its last planned epoch, and where. `understood` has a
    sentence for each thing that was inferred from own data.

    `loss` is Keras's name of the loss. `custom_objects` has a table for each class or function in the model
    that is not one of Keras's: its `name` in Keras's files, its `module`, and the `distribution` and
    `version` of the plugin that has it.

    `fingerprint` has what reproducibility depends on: versions, backend, processor, threads and so on;
    `host` other facts about the machine, `command` the command line, `commit` the git commit of the
    working directory. `peak_memory` is that of the process
    during the run, in bytes. `resumed` has, for each time that the run was
    resumed, `{epoch, at, differences}`: after which epoch, when, and what had changed in the
    fingerprint. `replay_of` is the id of the run that this one repeats, `combination` its number in
    the sweep that it belongs to. `name` and `tags` are the user's. `changes` has the settings that differ
    from the defaults, by path. `monitor` has the `metric` and the `direction` that say which epoch is the
    best; it is empty for the default, the lowest `val_loss`. `average_of` has the `id` and the `model_digest`
    of each run whose weights this one averages, and the name of published `weights`. It has no epochs.

    `teacher` has the source and the digest of what the training learned from beside the labels, with the
    `temperature` and its `weight` in the loss.
    `start` has the source of the weights that the training began from, as in the plan, with `layers`: whether
    the weights of each were taken or are new. `phases` has a table for each phase of a fine-tuning: its
    `epochs`, its `frozen` layers, the number of its `trainable_parameters`, and, once it has `begun`, the
    number of epochs before it. A training with frozen layers is one phase; it is empty if all layers are
    trained.
    """

    id: str
    status: str
    model: str
    optimizer: str
    dataset: str
    backend: str
    execution: str
    threads: int
    seed: int
    batch_size: int
    parameters: int
    epochs: int
    path: str = ""
    name: str = ""
    tags: list[str] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)
    summary: str = ""
    source: str = ""
    understood: list[str] = field(default_factory=list)
    noun: str = "rows"
    caution: str = ""
    dataset_digest: str = ""
    task: dict[str, Any] = field(default_factory=dict)
    loss: str = ""
    examples: dict[str, int] = field(default_factory=dict)
    history: dict[str, list[float]] = field(default_factory=dict)
    epoch_seconds: list[float] = field(default_factory=list)
    metrics: dict[str, dict[str, float]] = field(default_factory=dict)
    best_epoch: int | None = None
    kept_epoch: int | None = None
    model_digest: str = ""
    input_shape: list[int] = field(default_factory=list)
    layers: list[LayerRow] = field(default_factory=list)
    origins: dict[str, dict[str, str]] = field(default_factory=dict)
    custom_objects: list[dict[str, str]] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    spec_digest: str = ""
    plan_digest: str = ""
    fingerprint: dict[str, str] = field(default_factory=dict)
    host: dict[str, str] = field(default_factory=dict)
    command: list[str] = field(default_factory=list)
    commit: str = ""
    began: str = ""
    seconds: float = 0.0
    peak_memory: int = 0
    resumed: list[dict[str, Any]] = field(default_factory=list)
    replay_of: str = ""
    combination: int | None = None
    error: str = ""
    stopped: str = ""
    monitor: dict[str, str] = field(default_factory=dict)
    average_of: list[dict[str, str]] = field(default_factory=list)
    start: dict[str, Any] = field(default_factory=dict)
    teacher: dict[str, Any] = field(default_factory=dict)
    phases: list[dict[str, Any]] = field(default_factory=list)

    def __repr__(self) -> str:
        """As in <RunRecord 3f9a: relu-dropout with rmsprop on digits, completed, val_accuracy 0.9583>."""
        many = len(self.average_of)
        how = f", average of {many:,} runs" if many else f" with {self.optimizer}"
        named = f"{self.model}{how} on {self.dataset}"
        names = (each for each in self.history if each.startswith(figures.VAL) and each != figures.LOSS)
        name = self.monitor.get("metric") or next(names, "")
        value = self.kept_metric(name)
        known = "" if value is None else f", {name} {value:.4f}"
        return f"<RunRecord {self.id[-4:]}: {named}, {self.status}{known}>"

    def _repr_html_(self) -> str:
        return html_of(self)

    @property
    def is_published(self) -> bool:
        """Whether it is that of named weights, read from their declaration."""
        return self.path.endswith(".toml")

    @property
    def short(self) -> str:
        """The short form of the id: its last four characters; of named weights, their name."""
        return self.name if self.is_published else self.id[-4:]

    @property
    def complete_epochs(self) -> int:
        """How many epochs are in the history."""
        return len(self.epoch_seconds)

    def kept_metric(self, name: str) -> float | None:
        """A validation metric of the kept model, as `val_accuracy`; None if there is none."""
        validation = self.metrics.get("validation", {})
        return figures.kept_metric(
            name, history=self.history, validation=validation, kept_epoch=self.kept_epoch
        )

    def best_metric(self, name: str) -> float | None:
        """The monitored metric in the best epoch; None if that epoch is kept, and for other metrics."""
        epochs = {"best_epoch": self.best_epoch, "kept_epoch": self.kept_epoch}
        return figures.best_metric(name, history=self.history, monitor=self.monitored, **epochs)

    @property
    def phases_begun(self) -> int:
        """How many phases of a fine-tuning have begun."""
        return sum("begun" in each for each in self.phases)

    @property
    def monitored(self) -> Monitor:
        """What says which epoch is the best."""
        return figures.monitor_of(self.monitor)

    def after(self, history: dict[str, list[float]], seconds: list[float], keep: str) -> RunRecord:
        """The record after these epochs; `keep` says whether the `last` or the `best` weights are kept."""
        values = history[self.monitored.metric]
        best = values.index(self.monitored.best(values)) + 1
        kept = best if keep == "best" else len(values)
        return replace(self, history=history, epoch_seconds=seconds, best_epoch=best, kept_epoch=kept)

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`."""
        import cattrs

        table = {"schema": SCHEMA, **cattrs.unstructure(self)}
        layers = [
            {key: value for key, value in row.items() if key not in LEFT_OUT or value not in ([], (), None)}
            for row in table["layers"]
        ]
        for name in ("monitor", "average_of", "start", "teacher", "phases"):
            if not table[name]:
                del table[name]
        return table | {"layers": layers}

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> RunRecord:
        """The record in the result of `to_json`; raises ValueError if it is damaged or has another schema."""
        import cattrs

        if table.get("schema") != SCHEMA:
            msg = f"schema is {table.get('schema')}; wanted {SCHEMA}"
            raise ValueError(msg)
        converter = cattrs.Converter()
        converter.register_structure_hook(tuple[int, ...] | None, _shape)
        try:
            return converter.structure({k: v for k, v in table.items() if k != "schema"}, cls)
        except cattrs.ClassValidationError as error:
            wrong = [note.name for _, note in error.group_exceptions()[0]]
            raise ValueError(f"{enumerated(wrong)} {'is' if len(wrong) == 1 else 'are'} damaged") from None


def _shape(value: Any, _: object) -> tuple[int, ...] | None:
    return None if value is None else tuple(map(int, value))


class TrainingFailed(ZooError):
    """A run that started and failed; `record` is its record."""

    def __init__(self, message: str, record: RunRecord) -> None:
        """`record` has the status failed."""
        super().__init__(message)
        self.record = record


class Interrupted(ZooError):
    """A run that a signal stopped; `record` is its record, None if it had not begun."""

    def __init__(self, message: str, signal_number: int, record: RunRecord | None) -> None:
        """The exit code is 128 plus the signal's number, as in a shell."""
        super().__init__(message)
        self.signal_number, self.record = signal_number, record

    @property
    def exit_code(self) -> int:  # type: ignore[override]  # a constant everywhere else
        """130 for SIGINT, 143 for SIGTERM."""
        return 128 + self.signal_number
