"""Presets: optimizers with their settings that can be registered under a name."""

# Annotations are shown in signatures, so they must not be strings: no `from __future__ import annotations`.
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, Self

from zoo.errors import DeclarationError, Problem, SettingError, shorten, shown
from zoo.registry import nearest
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
from zoo.schema.fields import Text, WrongValue
from zoo.schema.value import Value, frozen
from zoo.specs.optimizer.adaptive import RMSprop
from zoo.specs.optimizer.base import Optimizer
from zoo.specs.optimizer.by_name import OPTIMIZERS, WRAPPERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@frozen
class OptimizerPreset(Value):
    """An optimizer with its settings that can be registered under a name.

    Attributes:
        optimizer: One of the optimizers in `zoo.optimizer`.
        summary: One line that describes the preset.

    Raises:
        DeclarationError: A setting is not valid; it has all errors.

    Examples:
        ```python
        MOMENTUM = zoo.OptimizerPreset(zoo.optimizer.SGD(momentum=0.9), summary="SGD with momentum 0.9")
        ```
    """

    optimizer: Optimizer = field(default_factory=RMSprop)
    summary: str = ""

    def __post_init__(self) -> None:
        """Check all settings."""
        problems: list[Problem] = []
        object.__setattr__(self, "summary", read(Text(), self.summary, "summary", problems))
        if type(self.optimizer) not in OPTIMIZERS.values():
            wanted = f"wanted one of zoo.optimizer: {', '.join(OPTIMIZERS)}"
            problems.append(Problem("optimizer", shown(self.optimizer), wanted))
        else:
            sound = checked(self.optimizer, "optimizer", problems)
            object.__setattr__(self, "optimizer", sound)
            _check_together(sound, problems)
        if problems:
            raise DeclarationError("an optimizer", problems)

    @property
    def learning_rate(self) -> Any:
        """The optimizer's learning rate: a number, or a schedule as a tuple of pairs."""
        return getattr(self.optimizer, "learning_rate", None)

    def at_rate(self, learning_rate: Any) -> Self:
        """Return the preset with another learning rate."""
        changed: dict[str, Any] = {"learning_rate": learning_rate}
        return replace(self, optimizer=replace(self.optimizer, **changed))

    def override(self, changes: "Mapping[str, Any]", name: str) -> Self:
        """Return the preset with changed settings.

        Args:
            changes: Values by the name of the setting, such as `{"learning_rate": 0.1}`.
            name: The preset's name for messages.

        Raises:
            SettingError: A name or a value is not valid.
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
        """Return the preset as plain TOML values; with `defaults`, including settings at their defaults."""
        summary = {"summary": self.summary} if self.summary else {}
        return summary | {"type": self.optimizer.type} | to_table(self.optimizer, defaults=defaults)

    @classmethod
    def from_table(
        cls, table: "Mapping[str, Any]", subject: str, beside: "Iterable[str]" = ()
    ) -> "OptimizerPreset":
        """Return the preset that a TOML table declares.

        Args:
            table: The table.
            subject: The name of the file for messages.
            beside: Other keys that the table may have.

        Raises:
            DeclarationError: The table is not valid; it has all errors.
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
            known = WRAPPERS.get(kind) if isinstance(kind, str) else None
            wanted = known or meant_or_known(shorten(kind), OPTIMIZERS)
            problems.append(Problem("optimizer.type", found, wanted))
        if optimizer is None or problems:
            raise DeclarationError(subject, problems)
        try:
            return cls(optimizer, summary=summary)
        except DeclarationError as error:
            raise DeclarationError(subject, error.problems) from None


def _check_together(optimizer: Optimizer, problems: list[Problem]) -> None:
    """Combinations of settings that Keras rejects."""
    clips = [
        name for name in ("clipnorm", "clipvalue", "global_clipnorm") if getattr(optimizer, name) is not None
    ]
    if len(clips) > 1:
        problems.append(Problem("optimizer", " and ".join(clips), "wanted at most one of them"))
    chosen = getattr(optimizer, "learning_rate", None)
    rate = dict(chosen) if isinstance(chosen, tuple) and not problems else {}
    if len(rate.get("values", ())) != len(rate.get("boundaries", ())) + ("values" in rate):
        found = f"boundaries: {len(rate['boundaries'])}, values: {len(rate['values'])}"
        problems.append(Problem("optimizer.learning_rate", found, "wanted one value more than boundaries"))
