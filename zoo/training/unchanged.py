"""Check that callbacks leave the model as it was built and compiled; its weights are theirs to change.

A run is loaded and evaluated again from its plan, so a model with other layers is not that of the run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import keras

from zoo.errors import ZooError, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

MAY_CHANGE = frozenset({"trainable", "build_config"})
"""What may change in a layer's configuration: whether it is trained, and how its shapes are noted."""


class Unchanged(keras.callbacks.Callback):
    """Raise ZooError when one of the other callbacks has changed the model's layers, or compiled it again."""

    def __init__(self, model: keras.Model, others: Iterable[keras.callbacks.Callback]) -> None:
        """`model` is as built and compiled, `others` are the callbacks of the training."""
        super().__init__()
        self.built = _State.of(model)
        self.names = " or ".join(sorted({type(each).__name__ for each in others})) or "the model"

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        """Compare before the first step."""
        self.check(self.model)

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        """Compare."""
        self.check(self.model)

    def check(self, model: keras.Model) -> None:
        """Raise ZooError if the model differs."""
        now = _State.of(model)
        if any(old is not new for old, new in zip(self.built.compiled, now.compiled, strict=True)):
            raise ZooError(f"{self.names} compiled the model again; wanted its loss and optimizer as planned")
        if change := _difference(self.built.layers, now.layers):
            raise ZooError(f"{self.names} changed {change}; wanted the layers as planned")


class _State(NamedTuple):
    """The configurations of a model's layers by name, and the objects that its `compile` made."""

    layers: dict[str, Any]
    compiled: tuple[Any, ...]

    @classmethod
    def of(cls, model: keras.Model) -> _State:
        compiled = model.optimizer, model._compile_loss, model._compile_metrics  # noqa: SLF001 - no public names
        return cls({layer.name: _configuration(layer) for layer in model.layers}, compiled)


def _configuration(layer: keras.layers.Layer) -> Any:
    """The class and configuration of a layer in plain values; only the class if it has none."""
    try:
        return _compared(keras.saving.serialize_keras_object(layer))
    except Exception:  # noqa: BLE001 - a plugin's layer may fail in any way; the conformance kit says so
        return {"class_name": type(layer).__name__}


def _compared(value: Any) -> Any:
    """A configuration without what may change."""
    if isinstance(value, dict):
        return {key: _compared(each) for key, each in value.items() if key not in MAY_CHANGE}
    return [_compared(each) for each in value] if isinstance(value, (list, tuple)) else value


def _difference(old: dict[str, Any], new: dict[str, Any]) -> str:
    """The first difference, as in "rate of dropout from 0.3 to 0.5"; empty if there is none."""
    if list(old) != list(new):
        return f"the layers from {shorten(', '.join(old))} to {shorten(', '.join(new))}"
    for name, was in old.items():
        if was == new[name]:
            continue
        before, after = was.get("config", {}), new[name].get("config", {})
        keys = [key for key in before if key in after and before[key] != after[key]]
        if not keys:
            return f"the layer {name}"
        values = [shorten(_short(each[keys[0]])) for each in (before, after)]
        return f"{keys[0]} of {name} from {values[0]} to {values[1]}"
    return ""


def _short(value: Any) -> str:
    """A value of a configuration; the name of a policy or a class if it is one."""
    if not isinstance(value, dict):
        return str(value)
    config = value.get("config")
    named = config.get("name") if isinstance(config, dict) else None
    return str(named or value.get("class_name", value))
