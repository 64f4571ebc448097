"""Optimizers as frozen values, with Keras's names, arguments and defaults; presets name them."""

# Annotations are read at run time here, so they can't be strings: no `from __future__`.
from dataclasses import KW_ONLY, field, replace
from typing import TYPE_CHECKING, Annotated, Any, Self

from registry import nearest
from zoo.errors import DeclarationError, Problem, SettingError, shorten, shown
from zoo.schema.composite import Either, Optional
from zoo.schema.declaration import (
    changes_of,
    checked,
    from_table,
    is_table,
    meant_or_known,
    read,
    settings_of,
    to_table,
)
from zoo.schema.fields import Boolean, Integer, Number, Text, WrongValue
from zoo.schema.value import Value, frozen
from zoo.specs.schedules import SCHEDULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Rate = Annotated[float | tuple[Any, ...] | dict[str, Any], Either((Number(0, above=True), SCHEDULES))]
Fraction = Annotated[float, Number(0, 1)]
Below1 = Annotated[float, Number(0, 1, below=True)]
Positive = Annotated[float, Number(0, above=True)]
Norm = Annotated[float | None, Optional(Number(0, above=True))]
Decay = Annotated[float | None, Optional(Number(0))]
Steps = Annotated[int | None, Optional(Integer(2))]
Period = Annotated[int | None, Optional(Integer(1))]
Switch = Annotated[bool, Boolean()]


@frozen
class Optimizer(Value):
    """What every optimizer of Keras's takes: https://keras.io/api/optimizers/.

    A subclass is named as its Keras class, and has Keras's defaults.
    """

    _: KW_ONLY
    weight_decay: Decay = None
    clipnorm: Norm = None
    clipvalue: Norm = None
    global_clipnorm: Norm = None
    use_ema: Switch = False
    ema_momentum: Fraction = 0.99
    ema_overwrite_frequency: Period = None
    loss_scale_factor: Norm = None
    gradient_accumulation_steps: Steps = None

    @property
    def type(self) -> str:
        """The name of the Keras class."""
        return type(self).__name__


@frozen
class SGD(Optimizer):
    """https://keras.io/api/optimizers/sgd/."""

    learning_rate: Rate = 0.01
    momentum: Fraction = 0.0
    nesterov: Switch = False


@frozen
class RMSprop(Optimizer):
    """https://keras.io/api/optimizers/rmsprop/."""

    learning_rate: Rate = 0.001
    rho: Fraction = 0.9
    momentum: Fraction = 0.0
    epsilon: Positive = 1e-7
    centered: Switch = False


@frozen
class Adagrad(Optimizer):
    """https://keras.io/api/optimizers/adagrad/."""

    learning_rate: Rate = 0.001
    initial_accumulator_value: Annotated[float, Number(0)] = 0.1
    epsilon: Positive = 1e-7


@frozen
class Adadelta(Optimizer):
    """https://keras.io/api/optimizers/adadelta/."""

    learning_rate: Rate = 0.001
    rho: Fraction = 0.95
    epsilon: Positive = 1e-7


@frozen
class Adam(Optimizer):
    """https://keras.io/api/optimizers/adam/."""

    learning_rate: Rate = 0.001
    beta_1: Below1 = 0.9
    beta_2: Below1 = 0.999
    epsilon: Positive = 1e-7
    amsgrad: Switch = False


@frozen
class AdamW(Adam):
    """https://keras.io/api/optimizers/adamw/."""

    weight_decay: Annotated[float, Number(0)] = field(default=0.004, kw_only=True)


@frozen
class Adamax(Optimizer):
    """https://keras.io/api/optimizers/adamax/."""

    learning_rate: Rate = 0.001
    beta_1: Below1 = 0.9
    beta_2: Below1 = 0.999
    epsilon: Positive = 1e-7


@frozen
class Nadam(Optimizer):
    """https://keras.io/api/optimizers/nadam/."""

    learning_rate: Rate = 0.001
    beta_1: Below1 = 0.9
    beta_2: Below1 = 0.999
    epsilon: Positive = 1e-7


OPTIMIZERS: dict[str, type[Optimizer]] = {
    each.__name__: each for each in (SGD, RMSprop, Adagrad, Adadelta, Adam, AdamW, Adamax, Nadam)
}


@frozen
class OptimizerPreset(Value):
    """An optimizer with its settings, as it is registered under a name.

    Raises DeclarationError with everything that is wrong, so that a preset that exists is sound.
    """

    optimizer: Optimizer = field(default_factory=RMSprop)
    summary: str = ""

    def __post_init__(self) -> None:
        """Read every setting as its kind does."""
        problems: list[Problem] = []
        object.__setattr__(self, "summary", read(Text(), self.summary, "summary", problems))
        if type(self.optimizer) not in OPTIMIZERS.values():
            wanted = f"wanted one of zoo's: {', '.join(OPTIMIZERS)}"
            problems.append(Problem("optimizer", shown(self.optimizer), wanted))
        else:
            sound = checked(self.optimizer, "optimizer", problems)
            object.__setattr__(self, "optimizer", sound)
            _check_together(sound, problems)
        if problems:
            raise DeclarationError("an optimizer", problems)

    def override(self, changes: "Mapping[str, Any]", name: str) -> Self:
        """The same preset with other settings, as `{"learning_rate": 0.1}`; `name` is for messages.

        Raises SettingError for the first setting or value that can't be meant.
        """
        settings, optimizer = settings_of(type(self.optimizer)), self.optimizer
        for setting, value in changes_of(changes).items():
            path = f"optimizer.{setting}"
            if setting not in settings:
                meant = nearest(setting, settings)
                hint = f"; did you mean optimizer.{meant}?" if meant else f"; zoo show {name} lists them"
                raise SettingError(path, value, f"names no setting of {name} ({optimizer.type}){hint}")
            try:
                optimizer = replace(optimizer, **{setting: settings[setting].kind.read(value)})
            except WrongValue as wrong:
                raise SettingError(path, value, str(wrong)) from None
        return replace(self, optimizer=optimizer)

    def to_table(self, *, defaults: bool = False) -> dict[str, Any]:
        """The preset as plain TOML values; `defaults` asks for the settings at their default too."""
        summary = {"summary": self.summary} if self.summary else {}
        return summary | {"type": self.optimizer.type} | to_table(self.optimizer, defaults=defaults)

    @classmethod
    def from_table(
        cls, table: "Mapping[str, Any]", subject: str, beside: "Iterable[str]" = ()
    ) -> "OptimizerPreset":
        """The preset that a TOML table declares; `beside` are keys in it that somebody else reads.

        Raises DeclarationError with everything that is wrong; `subject` is what it calls the file.
        """
        if not is_table(table):
            raise DeclarationError(subject, [Problem("–", shown(table), "wanted a table")])
        problems: list[Problem] = []
        others = ("type", "summary", *beside)
        summary = read(Text(), table.get("summary", ""), "summary", problems)
        kind, optimizer = table.get("type"), None
        if isinstance(kind, str) and kind in OPTIMIZERS:
            optimizer = from_table(OPTIMIZERS[kind], table, "optimizer", problems, others)
        else:
            found = "–" if kind is None else shown(kind)
            problems.append(Problem("optimizer.type", found, meant_or_known(shorten(kind), OPTIMIZERS)))
        if optimizer is None or problems:
            raise DeclarationError(subject, problems)
        try:
            return cls(optimizer, summary=summary)
        except DeclarationError as error:
            raise DeclarationError(subject, error.problems) from None


def _check_together(optimizer: Optimizer, problems: list[Problem]) -> None:
    """What Keras refuses about settings that are sound each for itself."""
    clips = [
        name for name in ("clipnorm", "clipvalue", "global_clipnorm") if getattr(optimizer, name) is not None
    ]
    if len(clips) > 1:
        problems.append(Problem("optimizer", " and ".join(clips), "wanted one of them at most"))
    chosen = getattr(optimizer, "learning_rate", None)
    rate = dict(chosen) if isinstance(chosen, tuple) and not problems else {}
    if len(rate.get("values", ())) != len(rate.get("boundaries", ())) + ("values" in rate):
        found = f"boundaries: {len(rate['boundaries'])}, values: {len(rate['values'])}"
        problems.append(Problem("optimizer.learning_rate", found, "wanted one value more than boundaries"))
