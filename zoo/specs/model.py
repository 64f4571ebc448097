"""A model as a value: a chain or graph of named layers, or a builder function."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zoo.errors import DeclarationError, Problem, SettingError, UsageError, enumerated, shown
from zoo.registry import nearest
from zoo.schema.declaration import changes_of, is_table, read, refuse_unknown, settings_of
from zoo.schema.fields import Boolean, Names, Shape, Text, WrongValue
from zoo.schema.value import Value, frozen
from zoo.specs import chain
from zoo.specs.layers.head import Head
from zoo.specs.layers.other import Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import keras

    from zoo.specs.layers.base import LayerDeclaration
    from zoo.specs.task import Task


PLAIN = {"summary": Text(), "input_shape": Shape(), "datasets": Names()}
"""The fields of a spec besides its layers, in Python and in TOML."""


FEW = 12
"""An error lists at most so many layers."""


@frozen
class ModelSpec(Value):
    """A model that can be registered under a name: either `layers` or a `builder`.

    Attributes:
        layers: The layers, of which the last is a Head. Layers without a name get one. Each takes the output
            of the layer before it, or those of its `inputs`.
        summary: One line that describes the model.
        builder: A function that returns a `keras.Model` for an input shape and a task.
        logits: Whether the output of the builder's model is logits.
        input_shape: The default input shape, without the batch axis, for showing the model.
        datasets: The names of the datasets that the model is for; `zoo check` trains it on the first of
            them, in place of the bundled ones.

    Raises:
        DeclarationError: A field or a layer is not valid; it has all errors.

    Example:
        ```python
        MLP = zoo.ModelSpec(
            summary="One hidden layer",
            layers=(zoo.Flatten(), zoo.Dense(100, activation="relu", name="hidden"), zoo.Head()),
        )
        ```
    """

    layers: tuple[LayerDeclaration, ...] = ()
    summary: str = ""
    builder: Callable[[tuple[int, ...], Task], keras.Model] | None = None
    logits: bool = False
    input_shape: tuple[int, ...] = (28, 28)
    datasets: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check all fields, and name the layers that have no name."""
        problems: list[Problem] = []
        for name, kind in (*PLAIN.items(), ("logits", Boolean())):
            object.__setattr__(self, name, read(kind, getattr(self, name), name, problems))
        if not isinstance(self.layers, (tuple, list)):
            problems.append(Problem("layers", shown(self.layers), "wanted a tuple of layers"))
        elif self.builder is None:
            object.__setattr__(self, "layers", chain.checked(self.layers, problems))
        elif not callable(self.builder):
            problems.append(Problem("builder", shown(self.builder), "wanted a function (input_shape, task)"))
        elif self.layers:
            problems.append(Problem("builder", "a function", "wanted layers or a builder, not both"))
        if problems:
            raise DeclarationError("a model", problems)

    @property
    def head(self) -> Head:
        """The last layer; for a builder, a Head with the spec's `logits`."""
        last = self.layers[-1] if self.layers else Head(logits=self.logits, name="head")
        assert isinstance(last, Head)
        return last

    def override(self, changes: Mapping[str, Any], name: str) -> ModelSpec:
        """Return the model with changed settings.

        Args:
            changes: Values by the path of the setting, such as `{"hidden.units": 200}`.
            name: The model's name for messages.

        Raises:
            SettingError: A path or a value is not valid.
            DeclarationError: The values do not fit each other, or the inputs the layers.
        """
        layers = {str(layer.name): layer for layer in self.layers}
        changes = changes_of(changes)
        for path, value in changes.items():
            layer, setting = self._addressed(layers, path, value, name)
            if isinstance(layer, Layer):
                layers[str(layer.name)] = layer.but({setting: value})
                continue
            kind = settings_of(type(layer))[setting].kind
            try:
                layers[str(layer.name)] = replace(layer, **{setting: kind.read(value)})
            except WrongValue as wrong:
                raise SettingError(path, value, str(wrong)) from None
        try:
            return replace(self, layers=tuple(layers.values())) if changes else self
        except DeclarationError as error:
            raise DeclarationError(name, error.problems) from None

    def _addressed(
        self, layers: Mapping[str, LayerDeclaration], path: str, value: object, name: str
    ) -> tuple[LayerDeclaration, str]:
        """The layer and the setting that a path names."""
        if self.builder is not None:
            raise SettingError(path, value, f"names no setting of {name}, which is built by code")
        owner, _, setting = path.partition(".")
        if owner not in layers:
            paths = [f"{layer}.{each}" for layer in layers for each in _settable(layers[layer])]
            meant = nearest(path, paths)
            known = f"; its layers are {enumerated(list(layers))}" if len(layers) <= FEW else ""
            raise SettingError(path, value, f"names no layer of {name}" + (_did_you_mean(meant) or known))
        layer = layers[owner]
        free = isinstance(layer, Layer) and setting.isidentifier() and setting != "name"
        every = _settable(layer)
        if not free and setting not in (*every, "inputs"):
            meant = nearest(setting, [*every, "inputs"])
            reason = f"names no setting of {owner} ({layer.type})"
            known = f"; wanted one of {', '.join(every)}" if every else "; wanted an argument of Keras's"
            raise SettingError(path, value, reason + (_did_you_mean(f"{owner}.{meant}") if meant else known))
        return layer, setting

    def to_table(self, *, defaults: bool = False) -> dict[str, Any]:
        """Return the spec as plain TOML values.

        Args:
            defaults: Whether default names of layers, and settings at their defaults, are included.

        Raises:
            UsageError: The model has a builder.
        """
        if self.builder is not None:
            msg = "a model that is built by code can't be written as TOML; wanted a model made of layers"
            raise UsageError(msg)
        table: dict[str, Any] = {"summary": self.summary} if self.summary else {}
        if self.input_shape != (28, 28):
            table["input_shape"] = list(self.input_shape)
        if self.datasets:
            table["datasets"] = list(self.datasets)
        return table | {"layers": chain.to_tables(self.layers, defaults=defaults)}

    @classmethod
    def from_table(cls, table: Mapping[str, Any], subject: str, beside: Iterable[str] = ()) -> ModelSpec:
        """Return the spec that a TOML table declares.

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
        refuse_unknown(table, (*beside, *PLAIN, "layers"), "", problems)
        plain = {key: read(PLAIN[key], table[key], key, problems) for key in PLAIN if key in table}
        layers = chain.from_tables(table.get("layers", []), problems)
        if problems:
            raise DeclarationError(subject, problems)
        try:
            return cls(layers=layers, **plain)
        except DeclarationError as error:
            raise DeclarationError(subject, error.problems) from None


def _settable(layer: LayerDeclaration) -> list[str]:
    """The settings that `--set` can change besides `inputs`; of a `Layer`, Keras knows them."""
    if isinstance(layer, Layer):
        return []
    return [setting for setting in settings_of(type(layer)) if setting not in chain.PLACE]


def _did_you_mean(meant: str | None) -> str:
    return f"; did you mean {meant}?" if meant else ""
