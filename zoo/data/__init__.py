"""From a dataset to arrays: loaded, checked, split and scaled, with NumPy and without Keras."""
