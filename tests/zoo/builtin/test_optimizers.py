"""The built-in presets: Keras's defaults, except for what their names say."""

import inspect

from zoo.catalog import registries
from zoo.specs.optimizer import OPTIMIZERS, SGD, Adafactor, Ftrl
from zoo.specs.optimizer.by_name import WRAPPERS

NAMES = {
    "ScheduleFreeAdamW": "schedule-free-adamw",
}
"""Presets whose name is not that of Keras in small letters."""
OTHERWISE = {
    "adafactor": Adafactor(epsilon_1=1e-16),
    "ftrl": Ftrl(learning_rate=0.1),
    "momentum": SGD(learning_rate=0.01, momentum=0.9, nesterov=False),
    "nesterov": SGD(learning_rate=0.01, momentum=0.9, nesterov=True),
    "sgd-fast": SGD(learning_rate=0.1, momentum=0.0, nesterov=False),
}
"""Presets that do not have Keras's defaults; those of Adafactor make weights NaN on images with black margins, and
a network learns nothing by those of Ftrl."""


def test_presets_are_what_their_names_say() -> None:
    """Each optimizer is a preset with its defaults; `sgd` is plain, and only `nesterov` has Nesterov momentum."""
    usual = {NAMES.get(name, name.lower()): declared() for name, declared in OPTIMIZERS.items()}
    found = {name: preset.optimizer for name, preset in registries.OPTIMIZERS.items()}
    assert found == usual | OTHERWISE


def test_every_optimizer_of_keras_is_declared() -> None:
    """Except those that wrap other optimizers: they have no defaults of their own."""
    import keras

    theirs = {
        name
        for name, each in vars(keras.optimizers).items()
        if inspect.isclass(each) and issubclass(each, keras.optimizers.Optimizer)
    }
    assert theirs - {"Optimizer", *WRAPPERS} == set(OPTIMIZERS)
