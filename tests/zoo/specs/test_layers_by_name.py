"""Settings and names of the declared layers, compared with Keras."""

from __future__ import annotations

import dataclasses
import inspect
from typing import Any

import pytest

import zoo
from zoo.schema.declaration import settings_of
from zoo.specs.layers import base, weights
from zoo.specs.layers.base import PLACE, Trace, snake_case
from zoo.specs.layers.by_name import LAYERS
from zoo.specs.layers.other import CHAINABLE
from zoo.specs.layers.refused import ALIASES as OTHER_NAMES
from zoo.specs.layers.refused import REFUSED
from zoo.specs.schedules.keras import SCHEDULES
from zoo.specs.task import Task

ALIASES = {"Zeros": "zeros"}
"""Names of Keras's that have another spelling, which declarations use."""
HIDDEN = [name for name in LAYERS if name != "Head"]


def keras_defaults(keras_class: Any, declared: type[Any]) -> dict[str, Any]:
    """Keras's defaults of the arguments that a declaration has."""
    found = inspect.signature(keras_class).parameters
    defaults = {name: found[name].default for name in settings_of(declared) if name not in PLACE}
    return {
        name: dataclasses.MISSING
        if default is inspect.Parameter.empty
        else ALIASES.get(str(default), default)
        for name, default in defaults.items()
    }


@pytest.mark.parametrize("name", HIDDEN)
def test_defaults_are_those_of_keras(name: str) -> None:
    """The defaults of a declaration are Keras's defaults."""
    import keras

    declared = LAYERS[name]
    ours = {key: setting.default for key, setting in settings_of(declared).items() if key not in PLACE}
    assert keras_defaults(getattr(keras.layers, name), declared) == ours


@pytest.mark.parametrize("name", HIDDEN)
def test_arguments_are_in_the_order_of_keras(name: str) -> None:
    """Positional arguments have the same meaning as in Keras."""
    import keras

    ours = [key for key in settings_of(LAYERS[name]) if key not in PLACE]
    theirs = [key for key in inspect.signature(getattr(keras.layers, name)).parameters if key in ours]
    assert theirs == ours


def test_names_are_known_to_keras() -> None:
    """Keras knows every activation, initializer, regularizer and constraint by its name."""
    import keras

    places = (
        (keras.activations, base.ACTIVATIONS),
        (keras.initializers, weights.initializers(2).names),
        (keras.regularizers, weights.regularizers(2).names),
        (keras.constraints, weights.constraints(2).names),
    )
    for place, names in places:
        for name in names:
            assert callable(place.get(name)), name


def test_types_take_the_arguments_of_keras() -> None:
    """Every type of a table has the arguments, and the required arguments, of its Keras class."""
    import keras

    places = (
        (keras.initializers, weights.initializers(2)),
        (keras.regularizers, weights.regularizers(2)),
        (keras.constraints, weights.constraints(2)),
        (keras.optimizers.schedules, SCHEDULES),
    )
    for place, kind in places:
        for name, takes in kind.types.items():
            theirs = inspect.signature(getattr(place, name)).parameters
            needed = [key for key, each in theirs.items() if each.default is each.empty]
            assert (list(takes.kinds), list(takes.needed)) == (list(theirs), needed), name


def test_each_name_of_keras_layers_is_taken_or_has_a_reason() -> None:
    """The reason is a layer's own: no class of Keras's is said to be unknown, and none is both."""
    import keras

    classes = [name for name, found in vars(keras.layers).items() if inspect.isclass(found)]
    taken = {*LAYERS, *CHAINABLE}
    neither = [name for name in classes if name not in taken and name not in REFUSED]
    unknown = [name for name in (*CHAINABLE, *REFUSED) if not hasattr(keras.layers, name)]
    assert (neither, unknown, taken & set(REFUSED)) == ([], [], set())


def test_other_names_of_a_layer_lead_to_the_one_that_is_taken() -> None:
    """`AvgPool2D` is `AveragePooling2D`."""
    import keras

    wrong = [
        other
        for other, name in OTHER_NAMES.items()
        if getattr(keras.layers, other) is not getattr(keras.layers, name) or name not in LAYERS
    ]
    assert wrong == []


def test_names_are_snake_cased_as_keras_does() -> None:
    """A layer without a name gets the same name as in Keras."""
    from keras.src.utils.naming import to_snake_case

    names = [*HIDDEN, *CHAINABLE]
    assert [to_snake_case(name) for name in names] == [snake_case(name) for name in names]


@pytest.mark.parametrize(
    ("layer", "shape", "flops"),
    [
        (zoo.Dense(100), (784,), 156_800),
        (zoo.Dense(3), (5, 4), 120),
        (zoo.Conv2D(8, (3, 3)), (28, 28, 1), 97_344),
        (zoo.Conv2D(4, (2, 2), (2, 2), groups=2), (4, 4, 4), 256),
        (zoo.DepthwiseConv2D((3, 3), depth_multiplier=2), (5, 5, 3), 972),
        (zoo.Conv1D(8, 3), (28, 2), 2 * 26 * 3 * 2 * 8),
        (zoo.Conv3D(2, (1, 2, 3)), (5, 5, 5, 3), 2 * 5 * 4 * 3 * 6 * 3 * 2),
        (zoo.DepthwiseConv1D(3, depth_multiplier=2), (5, 3), 2 * 3 * 3 * 6),
        (zoo.SeparableConv1D(8, 3, depth_multiplier=2), (5, 3), 2 * 3 * (3 * 6 + 6 * 8)),
        (zoo.SeparableConv2D(8, 3), (5, 5, 3), 2 * 9 * (9 * 3 + 3 * 8)),
        (zoo.Conv2DTranspose(8, 3, 2), (5, 5, 3), 2 * 25 * 9 * 3 * 8),
        (zoo.LSTM(4), (5, 3), 2 * 5 * 4 * (3 * 4 + 4 * 4)),
        (zoo.GRU(4), (5, 3), 2 * 5 * 3 * (3 * 4 + 4 * 4)),
        (zoo.Embedding(9, 4), (5,), 0),
        (zoo.MaxPooling2D((2, 2)), (4, 4, 1), 0),
    ],
)
def test_flops_are_two_for_each_weight_used(
    layer: zoo.layers.LayerDeclaration, shape: tuple[int, ...], flops: int
) -> None:
    """Each weight counts as a multiplication and an addition wherever it is used."""
    assert layer.trace(shape).flops == flops


def test_trace_of_batch_normalization() -> None:
    """Two of the four weights for each channel are non-trainable."""
    assert zoo.BatchNormalization().trace((4, 3)) == Trace((4, 3), parameters=12, non_trainable=6)


REQUIRED = {
    "dims": (2, 1),
    "equation": "ab,bc->ac",
    "filters": 2,
    "height": 3,
    "input_dim": 3,
    "kernel_size": 2,
    "n": 2,
    "output_dim": 3,
    "output_shape": 3,
    "output_size": 3,
    "pool_size": 2,
    "rate": 0.5,
    "units": 3,
    "width": 3,
}
"""A value for each setting without a default."""


@pytest.mark.parametrize("name", sorted(set(CHAINABLE) & set(LAYERS)))
def test_declaration_is_built_as_the_keras_layer_that_a_file_named_before(name: str) -> None:
    """A file that Keras read before as a `Layer` has a layer with the same configuration."""
    import keras

    from zoo.training import connect

    needed = [each.name for each in settings_of(LAYERS[name]).values() if each.required]
    given = {key: REQUIRED[key] for key in needed if key != "name"}
    spec = zoo.ModelSpec.from_table({"layers": [{"type": name, **given}, {"type": "Head"}]}, "it")
    built = connect._layer(spec.layers[0], ((4,),), Task("classification", 3))
    assert built.get_config() == getattr(keras.layers, name)(**given, name=built.name).get_config()
