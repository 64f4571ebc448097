"""Known models for sequences."""

from zoo import GRU, Head, ModelSpec

GRU_SEQUENCES = ModelSpec(
    summary="Sequences: a GRU of 64 units",
    input_shape=(100, 8),
    layers=(GRU(64, name="gru"), Head(name="output")),
)
