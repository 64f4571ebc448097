"""From names and overrides to one frozen plan; every default is settled here, once."""

from contextlib import suppress
from dataclasses import KW_ONLY, asdict, field, replace
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeVar

from registry import nearest
from zoo.architecture import Architecture, NeedsBuilding, trace
from zoo.dataset import DatasetSpec
from zoo.declaration import settings_of, to_table
from zoo.errors import SettingError
from zoo.optimizer import OptimizerPreset
from zoo.settings import OneOf, Optional, Whole, WrongValue
from zoo.spec import ModelSpec
from zoo.value import Value, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

T = TypeVar("T")

DEFAULT_OPTIMIZER = "rmsprop"
DEFAULT_DATASET = "fashion-mnist"
BACKENDS = ("tensorflow", "jax", "torch")
EXECUTIONS = ("auto", "plain", "loop", "loop+xla")


@frozen
class Named(Value, Generic[T]):
    """A value with the name that it was found under, and the distribution that provides it.

    What came out of a file belongs to no distribution.
    """

    name: str
    value: T
    distribution: str | None = None
    version: str | None = None

    def origin(self) -> dict[str, str]:
        """Name, distribution and version, as far as there are."""
        found = {"name": self.name, "distribution": self.distribution, "version": self.version}
        return {key: text for key, text in found.items() if text is not None}


@frozen
class TrainSettings(Value):
    """How to train: what `--set train.…` and the options of `zoo train` change.

    `execution` is `plain` (Keras's own loop), `loop` (many steps in one call) or `loop+xla` (the
    same, compiled); `auto`, and no `threads`, are settled when the data is there.
    """

    _: KW_ONLY
    epochs: Annotated[int, Whole(1, 100_000)] = 5
    batch_size: Annotated[int, Whole(1, 1_000_000)] = 32
    seed: Annotated[int, Whole(0, 2**32 - 1)] = 42
    backend: Annotated[str, OneOf(BACKENDS)] = "tensorflow"
    execution: Annotated[str, OneOf(EXECUTIONS)] = "auto"
    threads: Annotated[int | None, Optional(Whole(1, 1_024))] = None
    patience: Annotated[int | None, Optional(Whole(1, 100_000))] = None
    keep: Annotated[Literal["last", "best"], OneOf(("last", "best"))] = "last"


@frozen
class Scaling(Value):
    """The numbers that a dataset is scaled with, fitted on its training part.

    Inputs: `x · factor` for images, `(x - mean) / scale` for rows, one number a column. Targets of
    a regression: `(y - target_mean) / target_scale`.
    """

    factor: float = 1.0
    mean: tuple[float, ...] = ()
    scale: tuple[float, ...] = ()
    target_mean: tuple[float, ...] = ()
    target_scale: float = 1.0


@frozen
class DataFacts(Value):
    """What was found when the data was loaded: the digest of all of it, and its scaling."""

    digest: str
    scaling: Scaling


@frozen
class Plan(Value):
    """What is to be trained, on what, and how: enough to do it again."""

    model: Named[ModelSpec]
    optimizer: Named[OptimizerPreset]
    dataset: Named[DatasetSpec]
    train: TrainSettings = field(default_factory=TrainSettings)
    callbacks: tuple[Named[Any], ...] = ()
    data: DataFacts | None = None

    def architecture(self) -> Architecture:
        """The model's layers on this dataset; raises as `zoo.architecture.trace` does."""
        dataset = self.dataset.value
        return trace(self.model.value, dataset.input_shape, dataset.task, self.model.name)

    def to_table(self) -> dict[str, Any]:
        """The plan as plain TOML values.

        A chain of layers stands whole in it. What is code (a builder, a dataset, a callback) stands
        as distribution, name and version.
        """
        spec, dataset, optimizer = self.model.value, self.dataset.value, self.optimizer.value
        table: dict[str, Any] = {
            "model": self.model.origin() | (spec.to_table() if spec.builder is None else {}),
            "optimizer": self.optimizer.origin()
            | optimizer.to_table()
            | to_table(optimizer.optimizer, defaults=True),
            "dataset": self.dataset.origin()
            | {"input_shape": list(dataset.input_shape), "task": asdict(dataset.task)},
            "train": to_table(self.train, defaults=True),
        }
        if self.callbacks:
            table["callbacks"] = [callback.origin() for callback in self.callbacks]
        if self.data is not None:
            scaling = {key: value for key, value in asdict(self.data.scaling).items() if value != ()}
            table["data"] = {"digest": self.data.digest, "scaling": scaling}
        return table

    def on(self, dataset: Named[DatasetSpec]) -> "Plan":
        """The same plan for another dataset."""
        return replace(self, dataset=dataset, data=None)


def make_plan(
    model: Named[ModelSpec],
    optimizer: Named[OptimizerPreset],
    dataset: Named[DatasetSpec],
    *,
    settings: "Mapping[str, Any] | None" = None,
    callbacks: "Iterable[Named[Any]]" = (),
) -> Plan:
    """Settle everything that can be settled without the data, and refuse what can't be meant.

    `settings` maps paths to values: `hidden.units`, `optimizer.learning_rate`, `train.epochs`.
    """
    changes: dict[str, dict[str, Any]] = {"optimizer": {}, "train": {}}
    layers: dict[str, Any] = {}
    for path, value in (settings or {}).items():
        owner, _, setting = path.partition(".")
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
    with suppress(NeedsBuilding):
        plan.architecture()
    return plan


def train_settings(changes: "Mapping[str, Any]") -> TrainSettings:
    """The training settings with these changes; SettingError for the first that can't be meant."""
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
    if settled.backend == "torch" and settled.execution not in ("auto", "plain"):
        reason = "can't be had on torch; wanted auto or plain"
        raise SettingError("train.execution", settled.execution, reason)
    return settled


def _unknown_setting(setting: str, value: object) -> SettingError:
    """What to say of a `train.…` path that names nothing."""
    meant = nearest(setting, settings_of(TrainSettings))
    hint = f"; did you mean train.{meant}?" if meant else ""
    return SettingError(f"train.{setting}", value, f"names no setting of training{hint}")
