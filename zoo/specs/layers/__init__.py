"""Keras's layers as frozen values, with Keras's names and arguments.

Each computes its output shape, parameters and FLOPs without Keras. `Layer` is any other Keras layer, by its
name. `Head` is the last layer of a model, whose units and loss depend on the task.
"""

from zoo.specs.layers.base import LayerDeclaration, Trace
from zoo.specs.layers.convolution import Conv2D, DepthwiseConv2D
from zoo.specs.layers.core import Activation, Dense, Flatten, Rescaling, Reshape
from zoo.specs.layers.head import Head
from zoo.specs.layers.merging import (
    Add,
    Average,
    Concatenate,
    Dot,
    Maximum,
    Minimum,
    Multiply,
    Subtract,
)
from zoo.specs.layers.normalization import BatchNormalization, LayerNormalization
from zoo.specs.layers.other import Layer
from zoo.specs.layers.pooling import AveragePooling2D, GlobalAveragePooling2D, MaxPooling2D
from zoo.specs.layers.regularization import Dropout, GaussianNoise

__all__ = [
    "Activation",
    "Add",
    "Average",
    "AveragePooling2D",
    "BatchNormalization",
    "Concatenate",
    "Conv2D",
    "Dense",
    "DepthwiseConv2D",
    "Dot",
    "Dropout",
    "Flatten",
    "GaussianNoise",
    "GlobalAveragePooling2D",
    "Head",
    "Layer",
    "LayerDeclaration",
    "LayerNormalization",
    "MaxPooling2D",
    "Maximum",
    "Minimum",
    "Multiply",
    "Rescaling",
    "Reshape",
    "Subtract",
    "Trace",
]
