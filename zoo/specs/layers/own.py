"""`OwnLayer`: the base class of layers that plugins declare, each with a Keras class of the plugin's own."""

import re
from collections.abc import Iterable
from dataclasses import KW_ONLY, field
from typing import Annotated, Any, ClassVar, dataclass_transform, get_origin, get_type_hints

from zoo.errors import ZooError
from zoo.registry import CallFailed, guarded
from zoo.schema.hints import kind_of, plain_type
from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.base import LayerDeclaration, Shape, Trace, WrongShape


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class OwnLayerClass(type):
    """The class of declared layers of plugins: it makes them frozen values with checked settings."""

    def __init__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> None:
        super().__init__(name, bases, namespace)
        if not any(isinstance(base_class, OwnLayerClass) for base_class in bases):
            return  # OwnLayer itself
        hints = get_type_hints(cls, include_extras=True)
        cls.__annotations__ = {
            key: Annotated[plain_type(hints[key]), kind_of(hints[key], f"{name}.{key}")]
            for key in cls.__annotations__
            if key != "keras_class" and ClassVar not in (hints[key], get_origin(hints[key]))
        }
        taken = [key for key in cls.__annotations__ if hasattr(OwnLayer, key)]
        if taken:
            raise TypeError(f"{name}.{taken[0]} is a name that every layer has; wanted another")
        if not re.fullmatch(r"[\w.]+:\w+", str(getattr(cls, "keras_class", ""))):
            raise TypeError(f'{name}.keras_class is {cls.keras_class!r}; wanted "module:Class"')  # type: ignore[attr-defined]
        frozen(cls)

    @property
    def summary(cls) -> str:
        """The first line of its docstring."""
        own = vars(cls).get("__doc__")
        return own.strip().splitlines()[0] if own and own.strip() else ""


OwnLayerClass.__name__ = "subclass of zoo.OwnLayer"  # messages say what was wanted


@frozen
class OwnLayer(LayerDeclaration, metaclass=OwnLayerClass):
    """The base class of a plugin's layers: a subclass has the arguments of a Keras class as typed fields.

    A subclass is registered in the entry point group `zoo.layers` under its name. Fields are `int`, `float`,
    `bool`, `str`, `Literal`, tuples of numbers, or one of these or None. The Keras class is imported only
    when a model is built, with all fields as arguments.

    Attributes:
        keras_class: The Keras class, as "module:Class".
        inputs: The names of the layers whose outputs it takes; None is the layer before it.
        name: The name of the layer.

    Examples:
        ```python
        class Scale(zoo.OwnLayer):
            keras_class = "zoo_acme.keras_layers:Scale"
            factor: float = 1.0

            def rule(self, shape):
                return zoo.Trace(shape, parameters=shape[-1])
        ```
    """

    keras_class: ClassVar[str] = ""
    _: KW_ONLY
    name: base.Name = None

    @property
    def is_counted(self) -> bool:
        """Whether it has a rule."""
        return type(self).rule is not OwnLayer.rule

    def rule(self, shape: Shape) -> Trace:
        """The output shape and the counts for an input shape; without it, Keras counts the model.

        Args:
            shape: The shape of the input without the batch axis; a layer with several inputs takes several.

        Returns:
            Output shape, parameters, non-trainable parameters and FLOPs.

        Raises:
            WrongShape: The layer does not support the shape.
        """
        raise NotImplementedError

    @classmethod
    def examples(cls) -> Iterable[tuple[Any, Shape]]:
        """Layers with input shapes that they support, with which `zoo check` tries the class.

        By default, it is the layer with its defaults on a sequence of (8, 8).
        """
        return [(cls(), (8, 8))]

    def trace(self, *shapes: Shape) -> Trace:
        """What the rule gives, checked; ZooError if the rule fails."""
        try:
            with guarded():
                found = self.rule(*shapes)
        except CallFailed as failed:
            if isinstance(failed.__cause__, WrongShape):
                raise failed.__cause__ from None
            msg = f"the rule of {self.type} fails for {' and '.join(map(str, shapes))}: {failed}"
            raise ZooError(msg) from failed.__cause__
        if not isinstance(found, Trace) or not _is_shape(found.output_shape):
            raise ZooError(f"the rule of {self.type} gives {found!r}; wanted a zoo.Trace")
        return found


def _is_shape(shape: Any) -> bool:
    return isinstance(shape, tuple) and all(isinstance(axis, int) and axis > 0 for axis in shape)
