"""The plan of a training: model, optimizer, dataset and settings, with all defaults filled in."""

from dataclasses import field, replace
from typing import Any

from zoo.errors import SettingError
from zoo.plan.phase import Phase
from zoo.plan.plugin_parts import loss_of
from zoo.plan.schedule import SettledSchedule
from zoo.plan.start import Start
from zoo.plan.teacher import Teacher
from zoo.plan.train_settings import TrainSettings
from zoo.schema.declaration import to_table
from zoo.schema.value import Value, frozen
from zoo.specs.architecture import Architecture, trace
from zoo.specs.data_facts import DataFacts
from zoo.specs.dataset import DatasetSpec
from zoo.specs.layers.head import Objective
from zoo.specs.model import ModelSpec
from zoo.specs.named import Named
from zoo.specs.optimizer import OptimizerPreset

DEFAULT_OPTIMIZER = "rmsprop"
DEFAULT_DATASET = "fashion-mnist"


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
    start: Start | None = None
    teacher: Teacher | None = None
    phases: tuple[Phase, ...] = ()

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
        usual = self.model.value.head.fit(self.dataset.value.task)
        name = self.train.loss
        spec = None if name is None else loss_of(name)
        if name is None or spec is None:
            return usual
        return replace(usual, loss=name, degree=spec.degree, arguments=())

    def architecture(self) -> Architecture:
        """The architecture of the model on this dataset; raises the errors of `trace`."""
        dataset = self.dataset.value
        return trace(self.model.value, dataset.input_shape, dataset.task, self.model.name)

    @property
    def optimizer_in_steps(self) -> OptimizerPreset:
        """The optimizer with the schedule of its learning rate in steps, once that is settled."""
        if self.phases:
            return self.by_phase[-1].optimizer_in_steps
        preset = self.optimizer.value
        return preset if self.schedule is None else preset.at_rate(self.schedule.learning_rate)

    @property
    def by_phase(self) -> tuple["Plan", ...]:
        """A plan for each phase, with its epochs, optimizer and schedule; the plan itself if it has none."""
        return tuple(map(self._of_phase, self.phases)) or (self,)

    def _of_phase(self, phase: Phase) -> "Plan":
        preset = self.optimizer.value.override(phase.optimizer_changes, self.optimizer.name)
        changed: dict[str, Any] = {"epochs": phase.epochs, "schedule": phase.schedule or self.train.schedule}
        return replace(
            self,
            optimizer=replace(self.optimizer, value=preset),
            train=replace(self.train, **changed),
            schedule=phase.in_steps,
            phases=(),
        )

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
        if self.start is not None:
            table["start"] = to_table(self.start, defaults=True)
        if self.teacher is not None:
            table["teacher"] = to_table(self.teacher, defaults=True)
        if self.phases:
            table["phases"] = [phase.to_table() for phase in self.phases]
        if self.callbacks:
            table["callbacks"] = [callback.origin() for callback in self.callbacks]
        if self.data is not None:
            numbers = to_table(self.data.scaling, defaults=True)
            scaling = {key: value for key, value in numbers.items() if value != [] and value is not False}
            table["data"] = {"digest": self.data.digest, "scaling": scaling}
            if self.data.pixels is not None:
                table["data"]["pixels"] = to_table(self.data.pixels, defaults=True)
        return table

    def on(self, dataset: Named[DatasetSpec]) -> "Plan":
        """The same plan for another dataset."""
        phases = tuple(replace(phase, in_steps=None) for phase in self.phases)
        return replace(self, dataset=dataset, data=None, schedule=None, phases=phases)


def model_table(model: Named[ModelSpec], *, defaults: bool = False) -> dict[str, Any]:
    """A model as plain TOML values: its origin, and its layers as `ModelSpec.to_table` writes them.

    Of a builder, it has the settings if there are some.
    """
    spec = model.value
    if spec.builder is None:
        return model.origin() | spec.to_table(defaults=defaults)
    if spec.settings is None:
        return model.origin()
    from zoo.specs import builder_settings

    return model.origin() | {"settings": builder_settings.to_table(spec.settings)}


def dataset_table(dataset: Named[DatasetSpec]) -> dict[str, Any]:
    """A dataset as plain TOML values: its name, input shape and task; for own data, all that was detected."""
    spec = dataset.value
    if spec.file is not None:
        return dataset.origin() | spec.file.to_table()
    return dataset.origin() | {"input_shape": list(spec.input_shape), "task": spec.task.to_table()}


def objective_table(plan: Plan) -> dict[str, Any]:
    """The loss and the metric by Keras's names, and the activation of the output."""
    objective = plan.objective
    table = {"loss": objective.loss, "metric": objective.metric, "activation": objective.activation}
    return table | ({"arguments": dict(objective.arguments)} if objective.arguments else {})
