"""What the weights of a layer may be given: initializers, regularizers, constraints.

https://keras.io/api/layers/initializers/, https://keras.io/api/layers/regularizers/ and
https://keras.io/api/layers/constraints/; the tests compare names and arguments with Keras's own.
"""

from zoo.compound import Optional
from zoo.configured import Configured, Numbers, Takes
from zoo.settings import Number, OneOf, Whole

ANY, POSITIVE, NOT_NEGATIVE = Number(), Number(0, above=True), Number(0)
SEED = Optional(Whole(0))
AXES = Optional(Numbers(Whole(-16)))
AXIS = Numbers(Whole(-16), alone=True)
FANS = {"seed": SEED, "input_axes": AXES, "output_axes": AXES}

INITIALIZERS = Configured(
    "an initializer",
    names=tuple(
        "glorot_normal glorot_uniform he_normal he_uniform identity lecun_normal lecun_uniform ones "
        "orthogonal random_normal random_uniform truncated_normal variance_scaling zeros".split()
    ),
    types={
        "Constant": Takes(value=ANY),
        "GlorotNormal": Takes(**FANS),
        "GlorotUniform": Takes(**FANS),
        "HeNormal": Takes(**FANS),
        "HeUniform": Takes(**FANS),
        "Identity": Takes(gain=ANY),
        "LecunNormal": Takes(**FANS),
        "LecunUniform": Takes(**FANS),
        "Ones": Takes(),
        "Orthogonal": Takes(gain=ANY, seed=SEED),
        "RandomNormal": Takes(mean=ANY, stddev=NOT_NEGATIVE, seed=SEED),
        "RandomUniform": Takes(minval=ANY, maxval=ANY, seed=SEED),
        "TruncatedNormal": Takes(mean=ANY, stddev=NOT_NEGATIVE, seed=SEED),
        "VarianceScaling": Takes(
            scale=POSITIVE,
            mode=OneOf(("fan_in", "fan_out", "fan_avg")),
            distribution=OneOf(("uniform", "truncated_normal", "untruncated_normal")),
            **FANS,
        ),
        "Zeros": Takes(),
    },
)
REGULARIZERS = Configured(
    "a regularizer",
    names=("l1", "l2", "orthogonal_regularizer"),
    types={
        "L1": Takes(l1=NOT_NEGATIVE),
        "L1L2": Takes(l1=NOT_NEGATIVE, l2=NOT_NEGATIVE),
        "L2": Takes(l2=NOT_NEGATIVE),
        "OrthogonalRegularizer": Takes(factor=NOT_NEGATIVE, mode=OneOf(("rows", "columns"))),
    },
)
CONSTRAINTS = Configured(
    "a constraint",
    names=("max_norm", "min_max_norm", "non_neg", "unit_norm"),
    types={
        "MaxNorm": Takes(max_value=POSITIVE, axis=AXIS),
        "MinMaxNorm": Takes(min_value=NOT_NEGATIVE, max_value=POSITIVE, rate=Number(0, 1), axis=AXIS),
        "NonNeg": Takes(),
        "UnitNorm": Takes(axis=AXIS),
    },
)
