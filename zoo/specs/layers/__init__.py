"""Keras's layers as frozen values, with Keras's names and arguments.

Each computes its output shape, parameters and FLOPs without Keras. `Layer` is any other Keras layer, by its
name. `Head` is the last layer of a model, whose units and loss depend on the task. `Block` and `Residual`
repeat layers.
Importing this package imports no layer: each is imported at its first use.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zoo.specs.layers.activations import ELU, LeakyReLU, PReLU, ReLU, Softmax
    from zoo.specs.layers.adaptive_pooling import (
        AdaptiveAveragePooling1D,
        AdaptiveAveragePooling2D,
        AdaptiveAveragePooling3D,
        AdaptiveMaxPooling1D,
        AdaptiveMaxPooling2D,
        AdaptiveMaxPooling3D,
    )
    from zoo.specs.layers.attention import (
        AdditiveAttention,
        Attention,
        GroupQueryAttention,
        MultiHeadAttention,
    )
    from zoo.specs.layers.base import LayerDeclaration as LayerDeclaration
    from zoo.specs.layers.base import Trace as Trace
    from zoo.specs.layers.base import WrongShape as WrongShape
    from zoo.specs.layers.block import Block, Residual
    from zoo.specs.layers.conv_lstm import ConvLSTM1D, ConvLSTM2D, ConvLSTM3D
    from zoo.specs.layers.convolution import Conv2D, DepthwiseConv2D
    from zoo.specs.layers.convolution_1d import Conv1D, DepthwiseConv1D
    from zoo.specs.layers.convolution_3d import Conv3D
    from zoo.specs.layers.core import Activation, Dense, Flatten, Rescaling, Reshape
    from zoo.specs.layers.cropping import Cropping1D, Cropping2D, Cropping3D
    from zoo.specs.layers.dropout import (
        AlphaDropout,
        GaussianDropout,
        SpatialDropout1D,
        SpatialDropout2D,
        SpatialDropout3D,
    )
    from zoo.specs.layers.einsum import EinsumDense
    from zoo.specs.layers.embedding import Embedding
    from zoo.specs.layers.encoding import CategoryEncoding, Discretization, Normalization
    from zoo.specs.layers.group_normalization import GroupNormalization, RMSNormalization, UnitNormalization
    from zoo.specs.layers.head import Head
    from zoo.specs.layers.images import (
        AutoContrast,
        CenterCrop,
        ContrastLimitedAdaptiveHistogramEqualization,
        Resizing,
    )
    from zoo.specs.layers.masking import ActivityRegularization, Identity, Masking
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
    from zoo.specs.layers.order import Permute, RepeatVector
    from zoo.specs.layers.other import Layer
    from zoo.specs.layers.own import OwnLayer as OwnLayer
    from zoo.specs.layers.padding import ZeroPadding1D, ZeroPadding2D, ZeroPadding3D
    from zoo.specs.layers.pooling import (
        AveragePooling2D,
        GlobalAveragePooling2D,
        GlobalMaxPooling2D,
        MaxPooling2D,
    )
    from zoo.specs.layers.pooling_1d import (
        AveragePooling1D,
        GlobalAveragePooling1D,
        GlobalMaxPooling1D,
        MaxPooling1D,
    )
    from zoo.specs.layers.pooling_3d import (
        AveragePooling3D,
        GlobalAveragePooling3D,
        GlobalMaxPooling3D,
        MaxPooling3D,
    )
    from zoo.specs.layers.recurrent import GRU, LSTM, SimpleRNN
    from zoo.specs.layers.regularization import Dropout, GaussianNoise
    from zoo.specs.layers.separable import SeparableConv1D, SeparableConv2D
    from zoo.specs.layers.sound import STFTSpectrogram
    from zoo.specs.layers.transposed import Conv1DTranspose, Conv2DTranspose, Conv3DTranspose
    from zoo.specs.layers.upsampling import UpSampling1D, UpSampling2D, UpSampling3D
    from zoo.specs.layers.wrapping import Bidirectional, SpectralNormalization, TimeDistributed

__all__ = [
    "ELU",
    "GRU",
    "LSTM",
    "Activation",
    "ActivityRegularization",
    "AdaptiveAveragePooling1D",
    "AdaptiveAveragePooling2D",
    "AdaptiveAveragePooling3D",
    "AdaptiveMaxPooling1D",
    "AdaptiveMaxPooling2D",
    "AdaptiveMaxPooling3D",
    "Add",
    "AdditiveAttention",
    "AlphaDropout",
    "Attention",
    "AutoContrast",
    "Average",
    "AveragePooling1D",
    "AveragePooling2D",
    "AveragePooling3D",
    "BatchNormalization",
    "Bidirectional",
    "Block",
    "CategoryEncoding",
    "CenterCrop",
    "Concatenate",
    "ContrastLimitedAdaptiveHistogramEqualization",
    "Conv1D",
    "Conv1DTranspose",
    "Conv2D",
    "Conv2DTranspose",
    "Conv3D",
    "Conv3DTranspose",
    "ConvLSTM1D",
    "ConvLSTM2D",
    "ConvLSTM3D",
    "Cropping1D",
    "Cropping2D",
    "Cropping3D",
    "Dense",
    "DepthwiseConv1D",
    "DepthwiseConv2D",
    "Discretization",
    "Dot",
    "Dropout",
    "EinsumDense",
    "Embedding",
    "Flatten",
    "GaussianDropout",
    "GaussianNoise",
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalAveragePooling3D",
    "GlobalMaxPooling1D",
    "GlobalMaxPooling2D",
    "GlobalMaxPooling3D",
    "GroupNormalization",
    "GroupQueryAttention",
    "Head",
    "Identity",
    "Layer",
    "LayerNormalization",
    "LeakyReLU",
    "Masking",
    "MaxPooling1D",
    "MaxPooling2D",
    "MaxPooling3D",
    "Maximum",
    "Minimum",
    "MultiHeadAttention",
    "Multiply",
    "Normalization",
    "PReLU",
    "Permute",
    "RMSNormalization",
    "ReLU",
    "RepeatVector",
    "Rescaling",
    "Reshape",
    "Residual",
    "Resizing",
    "STFTSpectrogram",
    "SeparableConv1D",
    "SeparableConv2D",
    "SimpleRNN",
    "Softmax",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "SpatialDropout3D",
    "SpectralNormalization",
    "Subtract",
    "TimeDistributed",
    "UnitNormalization",
    "UpSampling1D",
    "UpSampling2D",
    "UpSampling3D",
    "ZeroPadding1D",
    "ZeroPadding2D",
    "ZeroPadding3D",
]

_PLACES = {
    "activations": "ELU LeakyReLU PReLU ReLU Softmax",
    "adaptive_pooling": (
        "AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D "
        "AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D"
    ),
    "attention": "AdditiveAttention Attention GroupQueryAttention MultiHeadAttention",
    "base": "LayerDeclaration Trace WrongShape",
    "block": "Block Residual",
    "conv_lstm": "ConvLSTM1D ConvLSTM2D ConvLSTM3D",
    "convolution": "Conv2D DepthwiseConv2D",
    "convolution_1d": "Conv1D DepthwiseConv1D",
    "convolution_3d": "Conv3D",
    "core": "Activation Dense Flatten Rescaling Reshape",
    "cropping": "Cropping1D Cropping2D Cropping3D",
    "dropout": "AlphaDropout GaussianDropout SpatialDropout1D SpatialDropout2D SpatialDropout3D",
    "einsum": "EinsumDense",
    "embedding": "Embedding",
    "encoding": "CategoryEncoding Discretization Normalization",
    "group_normalization": "GroupNormalization RMSNormalization UnitNormalization",
    "head": "Head",
    "images": "AutoContrast CenterCrop ContrastLimitedAdaptiveHistogramEqualization Resizing",
    "masking": "ActivityRegularization Identity Masking",
    "merging": "Add Average Concatenate Dot Maximum Minimum Multiply Subtract",
    "normalization": "BatchNormalization LayerNormalization",
    "order": "Permute RepeatVector",
    "other": "Layer",
    "own": "OwnLayer",
    "padding": "ZeroPadding1D ZeroPadding2D ZeroPadding3D",
    "pooling": "AveragePooling2D GlobalAveragePooling2D GlobalMaxPooling2D MaxPooling2D",
    "pooling_1d": "AveragePooling1D GlobalAveragePooling1D GlobalMaxPooling1D MaxPooling1D",
    "pooling_3d": "AveragePooling3D GlobalAveragePooling3D GlobalMaxPooling3D MaxPooling3D",
    "recurrent": "GRU LSTM SimpleRNN",
    "regularization": "Dropout GaussianNoise",
    "separable": "SeparableConv1D SeparableConv2D",
    "sound": "STFTSpectrogram",
    "transposed": "Conv1DTranspose Conv2DTranspose Conv3DTranspose",
    "upsampling": "UpSampling1D UpSampling2D UpSampling3D",
    "wrapping": "Bidirectional SpectralNormalization TimeDistributed",
}
_PLACE = {name: module for module, names in _PLACES.items() for name in names.split()}
"""The module that each name is imported from."""


def __getattr__(name: str) -> Any:
    if name not in _PLACE:
        msg = f"module 'zoo.specs.layers' has no attribute {name!r}"
        raise AttributeError(msg)
    found = globals()[name] = getattr(importlib.import_module(f"zoo.specs.layers.{_PLACE[name]}"), name)
    return found
