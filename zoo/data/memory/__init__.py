"""Own data that Python holds in memory: arrays, DataFrames, and datasets of TensorFlow or PyTorch.

None of these libraries is imported: what an object is follows from its class's module and methods. `arrays`
and `streams` make NumPy arrays of values, `frames` makes a table of a DataFrame, and `held` tells them apart.
Everything else is as with the same data in a file.
"""

NAME = "in-memory data"
"""What messages and runs call it."""
