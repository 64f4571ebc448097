"""The same in plain Keras, with care: a seed, float32, a history, and a backup of every epoch."""

import keras
from sklearn.model_selection import train_test_split

keras.utils.set_random_seed(42)
(x, y), (test_x, test_y) = keras.datasets.fashion_mnist.load_data()
x, test_x = x.astype("float32") / 255, test_x.astype("float32") / 255
x, validation_x, y, validation_y = train_test_split(x, y, test_size=0.2, random_state=42)

model = keras.Sequential(
    [
        keras.layers.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(100, activation="relu"),
        keras.layers.Dropout(0.3),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.summary()
model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
callbacks = [
    keras.callbacks.BackupAndRestore("backup"),
    keras.callbacks.CSVLogger("history.csv", append=True),
]
validation = (validation_x, validation_y)
model.fit(x, y, epochs=5, validation_data=validation, callbacks=callbacks, verbose=2)
print(model.evaluate(test_x, test_y, verbose=0))
model.save("model.keras")
