"""The built-in presets: Keras's defaults, except for what their names say."""

from zoo.catalog import registries
from zoo.specs.optimizer import SGD, Adagrad, Adam, RMSprop


def test_presets_are_what_their_names_say() -> None:
    """The settings match the names: `sgd` is plain, and only `nesterov` uses Nesterov momentum."""
    assert {name: preset.optimizer for name, preset in registries.OPTIMIZERS.items()} == {
        "adagrad": Adagrad(learning_rate=0.001),
        "adam": Adam(learning_rate=0.001),
        "momentum": SGD(learning_rate=0.01, momentum=0.9, nesterov=False),
        "nesterov": SGD(learning_rate=0.01, momentum=0.9, nesterov=True),
        "rmsprop": RMSprop(learning_rate=0.001),
        "sgd": SGD(learning_rate=0.01, momentum=0.0, nesterov=False),
        "sgd-fast": SGD(learning_rate=0.1, momentum=0.0, nesterov=False),
    }
