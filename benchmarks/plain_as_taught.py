"""What `zoo train relu-dropout --optimizer rmsprop` does, in plain Keras, as textbooks write it."""

import keras
from sklearn.model_selection import train_test_split

(x, y), (test_x, test_y) = keras.datasets.fashion_mnist.load_data()
x, test_x = x / 255.0, test_x / 255.0
x, validation_x, y, validation_y = train_test_split(x, y, test_size=0.2, random_state=42)

model = keras.Sequential()
model.add(keras.layers.Input((28, 28)))
model.add(keras.layers.Flatten())
model.add(keras.layers.Dense(100, activation="relu"))
model.add(keras.layers.Dropout(0.3))
model.add(keras.layers.Dense(10, activation="softmax"))
model.summary()
model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_data=(validation_x, validation_y))
print(model.evaluate(test_x, test_y))
model.save("model.keras")
