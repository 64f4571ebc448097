"""The plan of a training: model, optimizer, dataset and settings, with all defaults filled in."""

from contextlib import suppress
from dataclasses import KW_ONLY, asdict, field, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from zoo.errors import SettingError
from zoo.plan.backends import BACKENDS
from zoo.plan.phrase import ALIASES
from zoo.plan.schedule import SettledSchedule, refuse_misfits
from zoo.registry import nearest
from zoo.schema.composite import Optional
from zoo.schema.declaration import settings_of, to_table
from zoo.schema.fields import Integer, OneOf, WrongValue
from zoo.schema.value import Value, frozen
from zoo.specs.architecture import Architecture, NeedsBuilding, trace
from zoo.specs.data_facts import DataFacts
from zoo.specs.dataset import DatasetSpec
from zoo.specs.layers.head import Objective
from zoo.specs.model import ModelSpec
from zoo.specs.named import Named
from zoo.specs.optimizer import OptimizerPreset
from zoo.specs.schedules.presets import CHOSEN
from zoo.specs.schedules.span import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


DEFAULT_OPTIMIZER = "rmsprop"
DEFAULT_DATASET = "fashion-mnist"
EXECUTIONS = ("auto", "plain", "loop", "loop+xla")
PRECISIONS = ("float32", "mixed_bfloat16", "mixed_float16", "bfloat16")


@frozen
class TrainSettings(Value):
    """How to train: what `--set train.…` and the options of `zoo train` change.

    `execution` is `plain` (Keras's own loop), `loop` (many steps in one call) or `loop+xla` (the
    same, compiled); `auto` and unset `threads` are replaced when the data is loaded. `precision` is Keras's
    dtype policy: what layers compute in, and their weights, which are float32 with the mixed ones.
    """

    _: KW_ONLY
    epochs: Annotated[int, Integer(1, 100_000)] = 5
    batch_size: Annotated[int, Integer(1, 1_000_000)] = 32
    seed: Annotated[int, Integer(0, 2**32 - 1)] = 42
    backend: Annotated[str, OneOf(tuple(BACKENDS))] = "tensorflow"
    execution: Annotated[str, OneOf(EXECUTIONS)] = "auto"
    threads: Annotated[int | None, Optional(Integer(1, 1_024))] = None
    patience: Annotated[int | None, Optional(Integer(1, 100_000))] = None
    keep: Annotated[Literal["last", "best"], OneOf(("last", "best"))] = "last"
    checkpoint_every: Annotated[int, Integer(1, 100_000)] = 1
    precision: Annotated[str, OneOf(PRECISIONS)] = "float32"
    schedule: Annotated[str | tuple[Any, ...] | None, Optional(CHOSEN)] = None

    @property
    def executions(self) -> tuple[str, ...]:
        """What `execution` may be on this backend."""
        return ("auto", "plain") if self.backend == "torch" else EXECUTIONS


@frozen
class Plan(Value):
    """Everything that defines a training: enough to repeat it."""

    model: Named[ModelSpec]
    optimizer: Named[OptimizerPreset]
    dataset: Named[DatasetSpec]
    train: TrainSettings = field(default_factory=TrainSettings)
    callbacks: tuple[Named[Any], ...] = ()
    data: DataFacts | None = None
    schedule: SettledSchedule | None = None

    def __post_init__(self) -> None:
        """Refuse a setting that fails on JAX, where Keras keeps references to donated arrays."""
        optimizer = self.optimizer.value.optimizer
        frequency = optimizer.ema_overwrite_frequency
        if self.train.backend == "jax" and optimizer.use_ema and frequency is not None:
            reason = "is not available on jax; wanted none"
            raise SettingError("optimizer.ema_overwrite_frequency", frequency, reason)

    @property
    def objective(self) -> Objective:
        """The output, the loss and the metric: those of the model's head for the dataset's task."""
        return self.model.value.head.fit(self.dataset.value.task)

    def architecture(self) -> Architecture:
        """The architecture of the model on this dataset; raises the errors of `trace`."""
        dataset = self.dataset.value
        return trace(self.model.value, dataset.input_shape, dataset.task, self.model.name)

    @property
    def optimizer_in_steps(self) -> OptimizerPreset:
        """The optimizer with the schedule of its learning rate in steps, once that is settled."""
        preset = self.optimizer.value
        return preset if self.schedule is None else preset.at_rate(self.schedule.learning_rate)

    def to_table(self) -> dict[str, Any]:
        """The plan as plain TOML values, with every default.

        A chain of layers is written out, each layer with its name and all its settings. Code (a builder,
        a dataset, a callback) is written as distribution, name and version.
        """
        table: dict[str, Any] = {
            "model": model_table(self.model, defaults=True),
            "optimizer": self.optimizer.origin() | self.optimizer.value.to_table(defaults=True),
            "dataset": dataset_table(self.dataset),
            "objective": objective_table(self),
            "train": to_table(self.train, defaults=True),
        }
        if self.schedule is not None:
            table["schedule"] = to_table(self.schedule, defaults=True)
        if self.callbacks:
            table["callbacks"] = [callback.origin() for callback in self.callbacks]
        if self.data is not None:
            numbers = to_table(self.data.scaling, defaults=True)
            scaling = {key: value for key, value in numbers.items() if value != []}
            table["data"] = {"digest": self.data.digest, "scaling": scaling}
            if self.data.pixels is not None:
                table["data"]["pixels"] = to_table(self.data.pixels, defaults=True)
        return table

    def on(self, dataset: Named[DatasetSpec]) -> "Plan":
        """The same plan for another dataset."""
        return replace(self, dataset=dataset, data=None, schedule=None)


def model_table(model: Named[ModelSpec], *, defaults: bool = False) -> dict[str, Any]:
    """A model as plain TOML values: its origin, and its layers as `ModelSpec.to_table` writes them."""
    spec = model.value
    return model.origin() | (spec.to_table(defaults=defaults) if spec.builder is None else {})


def dataset_table(dataset: Named[DatasetSpec]) -> dict[str, Any]:
    """A dataset as plain TOML values: its name, input shape and task; for own data, all that was detected."""
    spec = dataset.value
    if spec.file is not None:
        return dataset.origin() | spec.file.to_table()
    return dataset.origin() | {"input_shape": list(spec.input_shape), "task": asdict(spec.task)}


def objective_table(plan: Plan) -> dict[str, Any]:
    """The loss and the metric by Keras's names, and the activation of the output."""
    objective = plan.objective
    return {"loss": objective.loss, "metric": objective.metric, "activation": objective.activation}


def fitting(plan: Plan) -> Plan:
    """The plan itself; raises the errors of `trace` if the model does not support the dataset."""
    with suppress(NeedsBuilding):
        plan.architecture()
    return plan


def make_plan(
    model: Named[ModelSpec],
    optimizer: Named[OptimizerPreset],
    dataset: Named[DatasetSpec],
    *,
    settings: "Mapping[str, Any] | None" = None,
    callbacks: "Iterable[Named[Any]]" = (),
) -> Plan:
    """Make a plan, and check everything that can be checked without the data.

    `settings` maps paths to values: `hidden.units`, `optimizer.learning_rate` (or `lr`), `train.epochs`.
    """
    changes: dict[str, dict[str, Any]] = {"optimizer": {}, "train": {}}
    layers: dict[str, Any] = {}
    for path, value in (settings or {}).items():
        full = ALIASES.get(path, path)
        if full != path and full in (settings or {}):
            raise SettingError(path, value, f"sets the same value as {full}; wanted one of them")
        owner, _, setting = full.partition(".")
        if owner in changes and setting:
            changes[owner][setting] = value
        else:
            layers[path] = value
    plan = Plan(
        model=replace(model, value=model.value.override(layers, model.name)),
        optimizer=replace(optimizer, value=optimizer.value.override(changes["optimizer"], optimizer.name)),
        dataset=dataset,
        train=train_settings(changes["train"]),
        callbacks=tuple(callbacks),
    )
    refuse_misfits(plan.optimizer.value.learning_rate, plan.train.schedule, Run(plan.train.epochs))
    return fitting(plan)


def train_settings(changes: "Mapping[str, Any]") -> TrainSettings:
    """The training settings with these changes; SettingError for the first that is not valid."""
    settings = settings_of(TrainSettings)
    read = {}
    for setting, value in changes.items():
        if setting not in settings:
            raise _unknown_setting(setting, value)
        try:
            read[setting] = settings[setting].kind.read(value)
        except WrongValue as wrong:
            raise SettingError(f"train.{setting}", value, str(wrong)) from None
    settled = TrainSettings(**read)
    if settled.execution not in settled.executions:
        reason = f"is not available on {settled.backend}; wanted {' or '.join(settled.executions)}"
        raise SettingError("train.execution", settled.execution, reason)
    return settled


def _unknown_setting(setting: str, value: object) -> SettingError:
    """The error for an unknown `train.…` path."""
    meant = nearest(setting, settings_of(TrainSettings))
    hint = f"; did you mean train.{meant}?" if meant else ""
    return SettingError(f"train.{setting}", value, f"is not a training setting{hint}")
