"""Models with one fault each, which the kit has to name."""

import os

from zoo import Dense, Flatten, Head, ModelSpec


def net(input_shape, task, *inside, units=None, **settings):
    """A small network with these layers inside."""
    import keras

    head = Head().fit(task)
    inputs = keras.Input(input_shape)
    x = keras.layers.Dense(8, activation="relu", **settings)(keras.layers.Flatten()(inputs))
    for layer in inside:
        x = layer(x)
    return keras.Model(inputs, keras.layers.Dense(units or head.units, activation=head.activation)(x))


def layer(call, name):
    """A registered layer with this function as its `call`."""
    import keras

    return keras.saving.register_keras_serializable("acme")(
        type(name, (keras.layers.Layer,), {"call": call})
    )()


def across_batch(shape, task):
    import keras

    return net(shape, task, layer(lambda _, x: x * keras.ops.softmax(x, axis=0), "Across"))


def always_noisy(shape, task):
    import keras

    class Noisy(keras.layers.Layer):
        def __init__(self):
            super().__init__()
            self.seeds = keras.random.SeedGenerator(3)

        def call(self, x):
            return x + keras.random.normal((8,), seed=self.seeds)

    return net(shape, task, Noisy())


def counting(shape, task):
    calls = []

    def call(_, x):
        calls.append(1)
        return x * len(calls)

    return net(shape, task, layer(call, "Counting"))


def shared_layer(shape, task, layers=[]):  # noqa: B006 - the fault
    import keras

    if not layers:
        layers.append(keras.layers.Dense(8, name="shared"))
    return net(shape, task, layers[0])


def hidden_state(shape, task):
    import numpy as np

    factors = np.random.default_rng().normal(size=8).astype("float32")
    return net(shape, task, layer(lambda _, x: x * factors, "Hidden"))


def outside_seed(shape, task):
    import keras

    seed = int.from_bytes(os.urandom(2), "big")
    return net(shape, task, kernel_initializer=keras.initializers.GlorotUniform(seed=seed))


def seeding(shape, task):
    import numpy as np

    np.random.seed(3)
    return net(shape, task)


def policy(shape, task):
    import keras

    keras.config.set_image_data_format("channels_first")
    return net(shape, task)


def file_left(shape, task):
    import pathlib

    pathlib.Path("log.csv").write_text("built")
    return net(shape, task)


def environment(shape, task):
    os.environ["TF_DETERMINISTIC_OPS"] = "1"
    return net(shape, task)


def connecting(shape, task):
    import socket

    socket.create_connection(("127.0.0.1", 9), timeout=2)
    return net(shape, task)


def ten_outputs(shape, task):
    return net(shape, task, units=10 if task.kind == "classification" else None)


def one_shape(shape, task):
    return net((28, 28), task)


def fixed_batch(shape, task):
    import keras

    head = Head().fit(task)
    inputs = keras.Input(batch_shape=(16, *shape))
    x = keras.layers.Flatten()(inputs)
    return keras.Model(inputs, keras.layers.Dense(head.units, activation=head.activation)(x))


def infinite(shape, task):
    import keras

    return net(
        shape, task, layer(lambda _, x: 1 / (x - keras.ops.mean(x, axis=-1, keepdims=True)), "Inverse")
    )


def no_gradient(shape, task):
    built = net(shape, task)
    for each in built.layers:
        each.trainable = False
    return built


def lossy(shape, task):
    import keras

    @keras.saving.register_keras_serializable("acme")
    class Scaled(keras.layers.Layer):
        def __init__(self, factor=1.0, **kwargs):
            super().__init__(**kwargs)
            self.factor = factor

        def call(self, x):
            return x * self.factor

        def get_config(self):
            return {"name": self.name}

    return net(shape, task, Scaled(3.0))


def local_class(shape, task):
    return net(shape, task, layer(lambda _, x: x * 2, "Local"))


def tensorflow_alone(shape, task):
    def call(_, x):
        import tensorflow as tf

        return tf.nn.softplus(x)

    return net(shape, task, layer(call, "Alone"))


def noise_outside(shape, task):
    def call(_, x, *, training=False):
        import tensorflow as tf

        return x * tf.random.uniform(tf.shape(x)) if training else x

    return net(shape, task, layer(call, "Outside"))


FAULTS = (across_batch, always_noisy, counting, shared_layer, hidden_state, outside_seed, seeding, policy)
FAULTS += (file_left, environment, connecting, ten_outputs, one_shape, fixed_batch, infinite, no_gradient)
FAULTS += (lossy, local_class, tensorflow_alone, noise_outside)
SPECS = {each.__name__: ModelSpec(summary=each.__name__, builder=each) for each in FAULTS}
SPECS["sound"] = ModelSpec(layers=(Flatten(), Dense(4), Head()))


def __getattr__(name):
    if name.lower() not in SPECS:
        raise AttributeError(name)
    return SPECS[name.lower()]
