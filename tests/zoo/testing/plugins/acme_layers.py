"""A layer of the plugin, which a saved model names."""

import keras


@keras.saving.register_keras_serializable("acme")
class TokenAndPosition(keras.layers.Layer):
    """The sum of two embeddings: of the id and of its position."""

    def __init__(self, vocabulary, length, width, **kwargs):
        super().__init__(**kwargs)
        self.vocabulary, self.length, self.width = vocabulary, length, width
        self.token = keras.layers.Embedding(vocabulary, width)
        self.position = keras.layers.Embedding(length, width)

    def call(self, x):
        return self.token(x) + self.position(keras.ops.arange(self.length))

    def get_config(self):
        own = {"vocabulary": self.vocabulary, "length": self.length, "width": self.width}
        return super().get_config() | own
