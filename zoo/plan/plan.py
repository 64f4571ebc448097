"""The plan of a training: model, optimizer, dataset and settings, with all defaults filled in."""

from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from zoo.errors import SettingError
from zoo.plan import lora_misfits, model_misfits, schedule
from zoo.plan.misfits import misfits
from zoo.plan.phrase import ALIASES
from zoo.plan.plugin_parts import layers_of_plugins, loss_of
from zoo.plan.schedule import SettledSchedule
from zoo.plan.train_settings import TrainSettings, train_settings
from zoo.plan.wrong import refuse
from zoo.schema.declaration import to_table
from zoo.schema.value import Value, frozen
from zoo.specs.architecture import Architecture, trace
from zoo.specs.data_facts import DataFacts
from zoo.specs.dataset import DatasetSpec
from zoo.specs.layers.head import Objective
from zoo.specs.losses import ALIASES as ALIASES_OF_LOSSES
from zoo.specs.losses import LOSSES
from zoo.specs.model import ModelSpec
from zoo.specs.named import Named
from zoo.specs.optimizer import OptimizerPreset
from zoo.specs.schedules.span import Run
from zoo.specs.text_models import with_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


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
            scaling = {key: value for key, value in numbers.items() if value != [] and value is not False}
            table["data"] = {"digest": self.data.digest, "scaling": scaling}
            if self.data.pixels is not None:
                table["data"]["pixels"] = to_table(self.data.pixels, defaults=True)
        return table

    def on(self, dataset: Named[DatasetSpec]) -> "Plan":
        """The same plan for another dataset."""
        return replace(self, dataset=dataset, data=None, schedule=None)


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


def fitting(plan: Plan, subject: str = "") -> Plan:
    """The plan itself; raises the errors of `trace` if the model does not support the dataset.

    Raises UsageError for a layer that no plugin registers, and SettingError or DeclarationError if training
    settings do not fit the task or the run; `subject` is the file that has them.
    """
    model_misfits.refuse(plan.model, plan.dataset)
    list(layers_of_plugins(plan.model.value))
    rate, chosen = plan.optimizer.value.learning_rate, plan.train.schedule
    lengths = () if plan.data else list(schedule.misfits(rate, chosen, Run(plan.train.epochs)))
    wrong = [
        *misfits(plan.dataset, plan.train, plan.objective.loss),
        *lora_misfits.misfits(plan.model, plan.dataset, plan.train),
    ]
    refuse(wrong, subject, problems=lengths)
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
    loss = changes["train"].get("loss")
    loss = ALIASES_OF_LOSSES.get(loss, loss) if isinstance(loss, str) else loss
    if isinstance(loss, str) and loss in LOSSES:  # one of Keras's is a setting of the head
        layers[f"{model.value.head.name}.loss"] = loss
        del changes["train"]["loss"]
    fitted = with_vocabulary(model.value, dataset.value.tokens)
    plan = Plan(
        model=replace(model, value=fitted.override(layers, model.name)),
        optimizer=replace(optimizer, value=optimizer.value.override(changes["optimizer"], optimizer.name)),
        dataset=dataset,
        train=train_settings(changes["train"]),
        callbacks=tuple(callbacks),
    )
    return fitting(plan)
