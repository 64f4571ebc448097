"""Strategies of layers with random valid settings, and of the input shapes that they support."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

import zoo

SMALL = st.integers(1, 3)
SIZE, CHANNELS = st.integers(7, 9), st.sampled_from([6, 12])
STEPS = st.tuples(SIZE, CHANNELS)
IMAGES = st.tuples(SIZE, SIZE, CHANNELS)
"""Shapes that every layer of images supports, with any window and groups."""
VOLUMES = st.tuples(SIZE, SIZE, SIZE, CHANNELS)
ANY = st.one_of(STEPS, IMAGES, VOLUMES)
RATE = st.floats(0, 0.875, width=32, allow_subnormal=False)
FACTOR = st.floats(0, 2, width=32, allow_subnormal=False)
AXES = st.sampled_from([-1, 1, 2, -2, (1, 2), (-1,), (-1, 1)])
LAST = st.sampled_from([-1, (-1,), (-1, -2)])
SWITCH = st.booleans()


def drawn(declared: type[Any], **settings: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A layer with these settings, each drawn or left at its default."""
    return st.fixed_dictionaries({}, optional=settings).map(lambda given: declared(**given))


ACTIVATIONS = {
    "ReLU": (drawn(zoo.ReLU, max_value=FACTOR, negative_slope=FACTOR, threshold=FACTOR), ANY),
    "LeakyReLU": (drawn(zoo.LeakyReLU, negative_slope=FACTOR), ANY),
    "ELU": (drawn(zoo.ELU, alpha=FACTOR), ANY),
    "PReLU": (drawn(zoo.PReLU, shared_axes=st.sampled_from([1, (1,), (1, 2)])), ANY),
    "Softmax": (drawn(zoo.Softmax, axis=AXES), ANY),
}
NORMALIZATIONS = {
    "GroupNormalization": (
        st.builds(zoo.GroupNormalization, st.sampled_from([-1, 1, 2, 3, 6]), center=SWITCH, scale=SWITCH),
        ANY,
    ),
    "RMSNormalization": (drawn(zoo.RMSNormalization, axis=LAST), ANY),
    "UnitNormalization": (drawn(zoo.UnitNormalization, axis=AXES), ANY),
}
DROPOUTS = {
    "AlphaDropout": (st.builds(zoo.AlphaDropout, RATE), ANY),
    "GaussianDropout": (st.builds(zoo.GaussianDropout, RATE), ANY),
    "SpatialDropout1D": (st.builds(zoo.SpatialDropout1D, RATE), STEPS),
    "SpatialDropout2D": (st.builds(zoo.SpatialDropout2D, RATE), IMAGES),
    "SpatialDropout3D": (st.builds(zoo.SpatialDropout3D, RATE), VOLUMES),
}
MARGIN = st.integers(0, 3)
BOTH = st.tuples(MARGIN, MARGIN)
SIDES = MARGIN | BOTH
MARGINS_2D, MARGINS_3D = MARGIN | st.tuples(SIDES, SIDES), MARGIN | st.tuples(SIDES, SIDES, SIDES)
PAIR, TRIPLE = SMALL | st.tuples(SMALL, SMALL), SMALL | st.tuples(SMALL, SMALL, SMALL)
RESHAPING = {
    "Cropping1D": (drawn(zoo.Cropping1D, cropping=SIDES), STEPS),
    "Cropping2D": (drawn(zoo.Cropping2D, cropping=MARGINS_2D), IMAGES),
    "Cropping3D": (drawn(zoo.Cropping3D, cropping=MARGINS_3D), VOLUMES),
    "Permute": (st.permutations([1, 2, 3]).map(zoo.Permute), IMAGES),
    "RepeatVector": (st.builds(zoo.RepeatVector, SMALL), st.tuples(CHANNELS)),
    "UpSampling1D": (drawn(zoo.UpSampling1D, size=SMALL), STEPS),
    "UpSampling2D": (
        drawn(zoo.UpSampling2D, size=PAIR, interpolation=st.sampled_from(["nearest", "bilinear"])),
        IMAGES,
    ),
    "UpSampling3D": (drawn(zoo.UpSampling3D, size=TRIPLE), VOLUMES),
    "ZeroPadding1D": (drawn(zoo.ZeroPadding1D, padding=SIDES), STEPS),
    "ZeroPadding2D": (drawn(zoo.ZeroPadding2D, padding=MARGINS_2D), IMAGES),
    "ZeroPadding3D": (drawn(zoo.ZeroPadding3D, padding=MARGINS_3D), VOLUMES),
}
PADDING = st.sampled_from(["valid", "same"])
WINDOWS = {1: SMALL, 2: PAIR, 3: TRIPLE}
INPUTS = {1: STEPS, 2: IMAGES, 3: VOLUMES}


@st.composite
def convolutions(draw: st.DrawFn, declared: type[Any], **more: Any) -> Any:
    """A convolution with strides or dilation, since Keras does not support both."""
    axes = declared.spatial_axes - declared.__name__.startswith("ConvLSTM")
    window = WINDOWS[axes]
    moved = draw(st.sampled_from(["strides", "dilation_rate"]))
    padding = st.just("causal") | PADDING if declared is zoo.Conv1D else PADDING
    given = {"kernel_size": window, moved: window, "padding": padding, "use_bias": SWITCH}
    return declared(**{key: draw(value) for key, value in (given | more).items()})


@st.composite
def grouped(draw: st.DrawFn, declared: type[Any]) -> Any:
    """A convolution whose groups divide its filters."""
    groups = draw(SMALL)
    return draw(convolutions(declared, groups=st.just(groups), filters=SMALL.map(lambda many: many * groups)))


@st.composite
def transposed(draw: st.DrawFn, declared: type[Any]) -> Any:
    """A transposed convolution with an output padding below its strides, or without."""
    layer = draw(convolutions(declared, filters=SMALL))
    steps = layer.strides if isinstance(layer.strides, tuple) else (layer.strides,) * declared.spatial_axes
    added = tuple(draw(st.integers(0, step - 1)) for step in steps)
    return replace(layer, output_padding=draw(st.sampled_from([None, added])))


def poolings(axes: int, name: str) -> tuple[st.SearchStrategy[Any], st.SearchStrategy[tuple[int, ...]]]:
    """A pooling, whose strides may be greater than its window."""
    window = WINDOWS[axes]
    declared = getattr(zoo, f"{name}{axes}D")
    if name.startswith("Global"):
        return drawn(declared, keepdims=SWITCH), INPUTS[axes]
    return st.builds(declared, window, strides=st.none() | window, padding=PADDING), INPUTS[axes]


CONVOLUTIONS = {
    "Conv1D": (grouped(zoo.Conv1D), STEPS),
    "Conv3D": (grouped(zoo.Conv3D), VOLUMES),
    "Conv1DTranspose": (transposed(zoo.Conv1DTranspose), STEPS),
    "Conv2DTranspose": (transposed(zoo.Conv2DTranspose), IMAGES),
    "Conv3DTranspose": (transposed(zoo.Conv3DTranspose), VOLUMES),
    "DepthwiseConv1D": (convolutions(zoo.DepthwiseConv1D, depth_multiplier=SMALL), STEPS),
    "SeparableConv1D": (convolutions(zoo.SeparableConv1D, filters=SMALL, depth_multiplier=SMALL), STEPS),
    "SeparableConv2D": (convolutions(zoo.SeparableConv2D, filters=SMALL, depth_multiplier=SMALL), IMAGES),
}
POOLINGS = {
    **{
        f"{name}{axes}D": poolings(axes, name) for name in ("MaxPooling", "AveragePooling") for axes in (1, 3)
    },
    **{
        f"Adaptive{kind}Pooling{axes}D": (
            st.builds(getattr(zoo, f"Adaptive{kind}Pooling{axes}D"), st.sampled_from([2, 3])),
            INPUTS[axes],
        )
        for kind in ("Average", "Max")
        for axes in (1, 2, 3)
    },
    **{f"GlobalMaxPooling{axes}D": poolings(axes, "GlobalMaxPooling") for axes in (1, 2, 3)},
    **{f"GlobalAveragePooling{axes}D": poolings(axes, "GlobalAveragePooling") for axes in (1, 3)},
}
RECURRENT = {
    name: (
        st.builds(
            getattr(zoo, name),
            units=SMALL,
            use_bias=SWITCH,
            dropout=RATE,
            return_sequences=SWITCH,
            go_backwards=SWITCH,
            **({"reset_after": SWITCH} if name == "GRU" else {}),
        ),
        STEPS,
    )
    for name in ("GRU", "LSTM", "SimpleRNN")
}
KERNELS = [
    (st.builds(zoo.Dense, SMALL, use_bias=SWITCH), ANY),
    (st.builds(zoo.Embedding, SMALL, SMALL), ANY),
    *(CONVOLUTIONS[name] for name in ("Conv1D", "Conv2DTranspose", "DepthwiseConv1D")),
]
"""Layers that a SpectralNormalization takes."""


@st.composite
def bidirectional(draw: st.DrawFn) -> Any:
    """Two directions, whose layers may differ."""
    layer = draw(st.one_of(*(drawn for drawn, _ in RECURRENT.values())))
    mode = draw(st.sampled_from(["concat", "sum", "mul", "ave"]))
    if layer.go_backwards or draw(SWITCH):
        back = replace(layer, go_backwards=not layer.go_backwards, use_bias=draw(SWITCH))
        return zoo.Bidirectional(layer, mode, back)
    return zoo.Bidirectional(layer, mode)


@st.composite
def distributed(draw: st.DrawFn) -> tuple[Any, tuple[int, ...]]:
    """Any layer at each step, and a shape that it supports with an axis of steps before it."""
    inside, shape = draw(st.one_of(*(st.tuples(*each) for each in (*CONVOLUTIONS.values(), *KERNELS))))
    return zoo.TimeDistributed(inside), (draw(SMALL), *shape)


WRAPPERS: dict[str, st.SearchStrategy[tuple[Any, tuple[int, ...]]]] = {
    "Bidirectional": st.tuples(bidirectional(), STEPS),
    "SpectralNormalization": st.one_of(
        *(st.tuples(inside.map(zoo.SpectralNormalization), shape) for inside, shape in KERNELS)
    ),
    "TimeDistributed": distributed(),
}
"""Layers around others, each with a shape that it supports."""
IN_TIME = {
    f"ConvLSTM{axes}D": (
        convolutions(
            getattr(zoo, f"ConvLSTM{axes}D"), filters=SMALL, return_sequences=SWITCH, go_backwards=SWITCH
        ),
        INPUTS[axes].flatmap(lambda shape: SMALL.map(lambda steps: (steps, *shape))),
    )
    for axes in (1, 2)
} | {"ConvLSTM3D": (st.builds(zoo.ConvLSTM3D, SMALL, TRIPLE), st.just((2, 4, 5, 6, 2)))}
RANGE = st.sampled_from([(0, 1), (0, 255)])
IMAGE = {
    "CenterCrop": (st.builds(zoo.CenterCrop, SMALL, st.integers(1, 12)), IMAGES),
    "Resizing": (st.builds(zoo.Resizing, SMALL, SMALL, crop_to_aspect_ratio=SWITCH), IMAGES),
    "AutoContrast": (st.builds(zoo.AutoContrast, RANGE), IMAGES),
    "ContrastLimitedAdaptiveHistogramEqualization": (
        st.builds(zoo.ContrastLimitedAdaptiveHistogramEqualization, RANGE),
        IMAGES,
    ),
}
UNCHANGED = {
    "ActivityRegularization": (drawn(zoo.ActivityRegularization, l1=FACTOR, l2=FACTOR), ANY),
    "Identity": (st.just(zoo.Identity()), ANY),
    "Masking": (drawn(zoo.Masking, mask_value=FACTOR), ANY),
}
ENCODING = {
    "CategoryEncoding": (
        st.builds(zoo.CategoryEncoding, SMALL, st.sampled_from(["one_hot", "multi_hot", "count"])),
        st.tuples(SMALL),
    ),
    "Discretization": (
        st.builds(
            zoo.Discretization,
            st.sampled_from([(0.5,), (-1.0, 2.0)]),
            st.sampled_from(["one_hot", "multi_hot", "count"]),  # most layers take no integers
        ),
        st.tuples(SMALL) | st.tuples(SMALL, SMALL),
    ),
    "Normalization": (
        st.builds(
            zoo.Normalization, st.sampled_from([-1, 1, (1, 2), None]), st.just(1.0), st.just(2.0), SWITCH
        ),
        ANY,
    ),
}
SOUND = {
    "STFTSpectrogram": (
        st.builds(
            zoo.STFTSpectrogram,
            st.sampled_from(["log", "stft", "real", "imag"]),
            frame_length=st.integers(2, 7),
            fft_length=st.sampled_from([None, 8]),
            padding=st.sampled_from(["valid", "same"]),
            expand_dims=SWITCH,
        ),
        STEPS,
    )
}
EMBEDDING = {"Embedding": (st.builds(zoo.Embedding, SMALL, SMALL, mask_zero=SWITCH), ANY)}
DRAWN: dict[str, tuple[st.SearchStrategy[Any], st.SearchStrategy[tuple[int, ...]]]] = {
    **ACTIVATIONS,
    **NORMALIZATIONS,
    **DROPOUTS,
    **RESHAPING,
    **CONVOLUTIONS,
    **POOLINGS,
    **RECURRENT,
    **EMBEDDING,
    **IN_TIME,
    **IMAGE,
    **UNCHANGED,
    **ENCODING,
    **SOUND,
}
"""Each layer by its name, with shapes that it supports."""
PAIRS = {name: st.tuples(*each) for name, each in DRAWN.items()} | WRAPPERS
"""A layer and a shape that it supports, by the name of the layer."""
