"""The Keras layers that a declaration can't have: why, and what works."""

from zoo.specs.layers.other import IMAGE_LAYERS

BUILDER = "wanted a builder for it"
CODE = "Lambda TFSMLayer JaxLayer FlaxLayer TorchModuleWrapper".split()
NESTED = "RNN StackedRNNCells Wrapper".split()
IMAGES = (
    "AugMix RandAugment RandomColorDegeneration RandomColorJitter RandomElasticTransform RandomErasing "
    "RandomGaussianBlur RandomGrayscale RandomHue RandomInvert RandomPerspective RandomPosterization "
    "RandomSaturation RandomSharpness RandomShear Solarization"
).split()
LABELS = "CutMix MixUp".split()
COLUMNS = "HashedCrossing Hashing IntegerLookup StringLookup".split()
CELLS = "GRUCell LSTMCell SimpleRNNCell".split()
ALIASES = {
    **{f"Convolution{axes}D": f"Conv{axes}D" for axes in (1, 2, 3)},
    **{f"Convolution{axes}DTranspose": f"Conv{axes}DTranspose" for axes in (1, 2, 3)},
    **{f"SeparableConvolution{axes}D": f"SeparableConv{axes}D" for axes in (1, 2)},
    **{f"{of}AvgPool{axes}D": f"{of}AveragePooling{axes}D" for of in ("", "Global") for axes in (1, 2, 3)},
    **{f"{of}MaxPool{axes}D": f"{of}MaxPooling{axes}D" for of in ("", "Global") for axes in (1, 2, 3)},
}
"""Other names that Keras has for some layers."""
REFUSED = {
    **dict.fromkeys(CODE, "runs code that is not in the declaration"),
    **dict.fromkeys(NESTED, f"contains another layer; {BUILDER}"),
    **dict.fromkeys(
        IMAGES,
        f"is not one of the image layers that a declaration takes ({', '.join(sorted(IMAGE_LAYERS))}); "
        "wanted it in the training, as --augment, or a builder for it",
    ),
    "Equalization": "only works on arrays, not in a model of Keras 3; wanted AutoContrast",
    "MelSpectrogram": (
        "compares with the loudest example of the batch, so that predictions depend on their batch; "
        "wanted STFTSpectrogram"
    ),
    **dict.fromkeys(
        LABELS,
        "mixes examples and their labels, in evaluations too, and a layer of a model does not get labels; "
        "wanted it in the training: --augment mixup or cutmix",
    ),
    **dict.fromkeys(
        COLUMNS,
        "needs TensorFlow, and Kerazoo encodes columns when it reads a table; leave it out",
    ),
    **{cell: f"is one step of {cell[:-4]}; wanted {cell[:-4]}" for cell in CELLS},
    **{other: f"is another name of {name}; wanted {name}" for other, name in ALIASES.items()},
    "TextVectorization": "takes text, and models take numbers; wanted Embedding, and words as numbers",
    "MaxNumBoundingBoxes": "is for bounding boxes, which datasets do not have; leave it out",
    "Pipeline": "contains other layers; wanted these layers in its place",
    "ReversibleEmbedding": "is used twice in a model; wanted Embedding, or a builder",
    **dict.fromkeys(
        ("Input", "InputLayer"), "is added to every model with the shape of its data; leave it out"
    ),
    **dict.fromkeys(("InputSpec", "Layer"), "is not a layer by itself; wanted the name of a Keras layer"),
}
"""Those and other names in `keras.layers`, with a sentence for each; builders can use all but `CODE`."""
