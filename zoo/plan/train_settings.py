"""How to train, as one value."""

from dataclasses import KW_ONLY
from typing import TYPE_CHECKING, Annotated, Any, Literal

from zoo.errors import SettingError
from zoo.plan.backends import BACKENDS
from zoo.plan.layer_patterns import LayerPatterns
from zoo.plan.wrong import Wrong, read_setting, refuse
from zoo.registry import nearest
from zoo.schema.composite import Optional
from zoo.schema.declaration import settings_of
from zoo.schema.fields import Boolean, Integer, Number, OneOf, Text
from zoo.schema.value import Value, frozen
from zoo.specs.augmentation.kind import Augmentations
from zoo.specs.class_weights import ClassWeights
from zoo.specs.metrics import MetricNames, Monitored
from zoo.specs.schedules.presets import CHOSEN

if TYPE_CHECKING:
    from collections.abc import Mapping

EXECUTIONS = ("auto", "plain", "loop", "loop+xla")
PRECISIONS = ("float32", "mixed_bfloat16", "mixed_float16", "bfloat16")


@frozen
class TrainSettings(Value):
    """How to train: what `--set train.…` and the options of `zoo train` change.

    `execution` is `plain` (Keras's own loop), `loop` (many steps in one call) or `loop+xla` (the
    same, compiled); `auto` and unset `threads` are replaced when the data is loaded. `precision` is Keras's
    dtype policy: what layers compute in, and their weights, which are float32 with the mixed ones.
    With `deterministic`, the backend uses deterministic operations alone, on a GPU too.
    `class_weight` is `balanced`, or pairs of a class and its weight. `loss` is a plugin's, in place of the
    head's. `metrics` are measured beside the usual one. `monitor`, by default `val_loss`, decides which epoch
    is the best, and when `patience` ends the training, with Keras's `min_delta` and `start_from_epoch`.
    `augment` has the random changes to the images of training batches, in the order of their application.
    `lr_decay` makes the learning rate of each layer this multiple of that of the layer above it.
    `lora` is the rank of the matrices that are trained in place of the kernels, except for the head.
    Outputs of a teacher are softened by `temperature`; `teacher_weight` is their share of the loss.
    Layers that match `freeze`, or all but those of `train_only`, keep their weights.
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
    deterministic: Annotated[bool | None, Optional(Boolean())] = None
    schedule: Annotated[str | tuple[Any, ...] | None, Optional(CHOSEN)] = None
    class_weight: Annotated[Any, ClassWeights()] = None
    loss: Annotated[str | None, Optional(Text())] = None
    metrics: Annotated[tuple[str, ...] | None, Optional(MetricNames())] = None
    monitor: Annotated[str | None, Optional(Monitored())] = None
    min_delta: Annotated[float | None, Optional(Number(0))] = None
    start_from_epoch: Annotated[int | None, Optional(Integer(0, 99_999))] = None
    augment: Annotated[Any, Augmentations()] = None
    lr_decay: Annotated[float | None, Optional(Number(0, 1, above=True))] = None
    lora: Annotated[int | None, Optional(Integer(1, 65_536))] = None
    temperature: Annotated[float | None, Optional(Number(0, above=True))] = None
    teacher_weight: Annotated[float | None, Optional(Number(0, 1))] = None
    freeze: Annotated[tuple[str, ...] | None, Optional(LayerPatterns())] = None
    train_only: Annotated[tuple[str, ...] | None, Optional(LayerPatterns())] = None

    @property
    def executions(self) -> tuple[str, ...]:
        """What `execution` may be on this backend."""
        return ("auto", "plain") if self.backend == "torch" else EXECUTIONS


def train_settings(changes: "Mapping[str, Any]") -> TrainSettings:
    """The training settings with these changes.

    Raises SettingError if a setting is unknown or not valid, DeclarationError if several are not valid.
    """
    settings = settings_of(TrainSettings)
    read: dict[str, Any] = {}
    wrong: list[Wrong] = []
    for setting, value in changes.items():
        if setting not in settings:
            raise _unknown_setting(setting, value)
        read[setting] = read_setting(settings[setting].kind, value, f"train.{setting}", wrong)
    refuse(wrong)
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
