"""A model as a value: a chain or graph of named layers, or a builder function."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zoo.errors import DeclarationError, Problem, SettingError, UsageError, shown
from zoo.schema.declaration import changes_of, is_table, read, refuse_unknown
from zoo.schema.fields import Boolean, Names, Shape, Text
from zoo.schema.value import Value, frozen
from zoo.specs import chain, layer_tables, parameters
from zoo.specs.expand import expanded
from zoo.specs.layers.head import Head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import keras

    from zoo.specs.layers.base import LayerDeclaration
    from zoo.specs.layers.block import Layers
    from zoo.specs.parameters import Parameters


PLAIN = {"summary": Text(), "input_shape": Shape(), "datasets": Names()}
"""The fields of a spec besides its layers, in Python and in TOML."""


@frozen
class ModelSpec(Value):
    """A model that can be registered under a name: either `layers` or a `builder`.

    Attributes:
        layers: The layers and blocks of layers, of which the last is a Head. Layers without a name get one.
            Each takes the output of the layer before it, or those of its `inputs`.
        summary: One line that describes the model.
        builder: A function that returns a `keras.Model` for an input shape and a task, and for `settings` if
            there are some.
        logits: Whether the output of the builder's model is logits.
        input_shape: The default input shape, without the batch axis, for showing the model.
        datasets: The names of the datasets that the model is for; `zoo check` trains it on the first of
            them, in place of the bundled ones.
        parameters: Numbers by name, or expressions of others, for the expressions in settings of layers.
        settings: The settings of the builder, a value of a frozen dataclass. `--set` changes them.

    Raises:
        DeclarationError: A field or a layer is not valid; it has all errors.

    Examples:
        ```python
        MLP = zoo.ModelSpec(
            summary="One hidden layer",
            layers=(zoo.Flatten(), zoo.Dense(100, activation="relu", name="hidden"), zoo.Head()),
        )
        ```
    """

    layers: tuple[LayerDeclaration, ...] = ()
    summary: str = ""
    builder: Callable[..., keras.Model] | None = None
    logits: bool = False
    input_shape: tuple[int, ...] = (28, 28)
    datasets: tuple[str, ...] = ()
    parameters: Mapping[str, float | str] | Parameters = ()
    settings: Any = None

    def __post_init__(self) -> None:
        """Check all fields, and name the layers that have no name."""
        problems: list[Problem] = []
        flat: Layers = ()
        for name, kind in (*PLAIN.items(), ("logits", Boolean())):
            object.__setattr__(self, name, read(kind, getattr(self, name), name, problems))
        if not isinstance(self.layers, (tuple, list)):
            problems.append(Problem("layers", shown(self.layers), "wanted a tuple of layers"))
        elif self.builder is None:
            given = parameters.checked(self.parameters, problems)
            object.__setattr__(self, "parameters", given)
            object.__setattr__(self, "layers", chain.checked(self.layers, problems))
            flat = _expanded(self.layers, given, problems)
        elif not callable(self.builder):
            problems.append(Problem("builder", shown(self.builder), "wanted a function (input_shape, task)"))
        elif self.layers:
            problems.append(Problem("builder", "a function", "wanted layers or a builder, not both"))
        elif self.parameters:
            problems.append(Problem("parameters", "parameters", "wanted layers, since a builder takes none"))
        if self.builder is None and self.settings is not None:
            problems.append(Problem("settings", shown(self.settings), "wanted a builder that takes them"))
        elif self.settings is not None:
            from zoo.specs import builder_settings

            object.__setattr__(self, "settings", builder_settings.checked(self.settings, problems))
        if problems:
            raise DeclarationError("a model", problems)
        object.__setattr__(self, "_flat", flat)

    @property
    def flat(self) -> tuple[LayerDeclaration, ...]:
        """The layers that Keras builds: blocks are repeated, expressions are computed, all have names."""
        found: tuple[LayerDeclaration, ...] = self.__dict__["_flat"]
        return found

    @property
    def head(self) -> Head:
        """The last layer; for a builder, a Head with the spec's `logits`."""
        last = self.layers[-1] if self.layers else Head(logits=self.logits, name="head")
        assert isinstance(last, Head)
        return last

    def override(self, changes: Mapping[str, Any], name: str) -> ModelSpec:
        """Return the model with changed settings.

        Args:
            changes: Values by the path of the setting, such as `{"hidden.units": 200}`, of a layer in a
                block, such as `{"stage.conv.filters": 64}`, or by the name of a parameter or of a setting of
                the builder.
            name: The model's name for messages.

        Raises:
            SettingError: A path or a value is not valid.
            DeclarationError: The values do not fit each other, or the inputs the layers.
        """
        changes = changes_of(changes)
        if not changes:
            return self
        if self.settings is not None:
            from zoo.specs import builder_settings

            return replace(self, settings=builder_settings.overridden(self.settings, changes, name))
        if self.builder is not None:
            reason = f"names no setting of {name}, which is built by code"
            raise SettingError(*next(iter(changes.items())), reason)
        from zoo.specs.override import overridden

        layers, known = overridden(self.layers, tuple(dict(self.parameters).items()), changes, name)
        try:
            return replace(self, layers=layers, parameters=known)
        except DeclarationError as error:
            raise DeclarationError(name, error.problems) from None

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
        if self.parameters:
            table["parameters"] = dict(self.parameters)
        return table | {"layers": layer_tables.to_tables(self.layers, defaults=defaults)}

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
        refuse_unknown(table, (*beside, *PLAIN, "parameters", "layers"), "", problems)
        plain = {key: read(PLAIN[key], table[key], key, problems) for key in PLAIN if key in table}
        layers = layer_tables.from_tables(table.get("layers", []), problems)
        given = table.get("parameters", {})
        if problems:
            _expanded(layers, parameters.checked(given, problems), problems)
            raise DeclarationError(subject, problems)
        try:
            return cls(layers=layers, parameters=given, **plain)
        except DeclarationError as error:
            raise DeclarationError(subject, error.problems) from None


def _expanded(layers: Layers, given: Parameters, problems: list[Problem]) -> Layers:
    """The layers without blocks and expressions; errors of them and of the parameters are added."""
    return expanded(layers, parameters.settled(given, problems), problems)
