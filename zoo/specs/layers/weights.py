"""The initializers, regularizers and constraints of a layer's weights.

Which are valid depends on the rank of the weights: 1 for a bias, 2 for the matrix of a Dense layer, 4 for the
windows of a convolution. The tests compare names and arguments with those of Keras:
https://keras.io/api/layers/initializers/, https://keras.io/api/layers/regularizers/ and
https://keras.io/api/layers/constraints/.
"""

from zoo.schema.composite import Optional
from zoo.schema.fields import Integer, Number, OneOf
from zoo.schema.keras_objects import Arguments, Configured, Numbers

MATRIX = 2
ANY, POSITIVE, NOT_NEGATIVE = Number(), Number(0, above=True), Number(0)
SEED = Optional(Integer(0))


def initializers(rank: int) -> Configured:
    """The initializers for weights of a rank."""
    axes = Optional(Numbers(Integer(-rank, rank - 1)))
    fans = {"seed": SEED, "input_axes": axes, "output_axes": axes}
    types = {
        "Constant": Arguments(value=ANY),
        "GlorotNormal": Arguments(**fans),
        "GlorotUniform": Arguments(**fans),
        "HeNormal": Arguments(**fans),
        "HeUniform": Arguments(**fans),
        "Identity": Arguments(gain=ANY),
        "LecunNormal": Arguments(**fans),
        "LecunUniform": Arguments(**fans),
        "Ones": Arguments(),
        "Orthogonal": Arguments(gain=ANY, seed=SEED),
        "RandomNormal": Arguments(mean=ANY, stddev=NOT_NEGATIVE, seed=SEED),
        "RandomUniform": Arguments(minval=ANY, maxval=ANY, seed=SEED),
        "TruncatedNormal": Arguments(mean=ANY, stddev=NOT_NEGATIVE, seed=SEED),
        "VarianceScaling": Arguments(
            scale=POSITIVE,
            mode=OneOf(("fan_in", "fan_out", "fan_avg")),
            distribution=OneOf(("uniform", "truncated_normal", "untruncated_normal")),
            **fans,
        ),
        "Zeros": Arguments(),
    }
    names = (
        "glorot_normal glorot_uniform he_normal he_uniform identity lecun_normal lecun_uniform normal ones "
        "orthogonal random_normal random_uniform truncated_normal uniform variance_scaling zeros"
    ).split()
    left_out = ("Identity",) * (rank != MATRIX) + ("Orthogonal",) * (rank < MATRIX)
    return _without(left_out, "an initializer", names, types)


def regularizers(rank: int) -> Configured:
    """The regularizers for weights of a rank."""
    types = {
        "L1": Arguments(l1=NOT_NEGATIVE),
        "L1L2": Arguments(l1=NOT_NEGATIVE, l2=NOT_NEGATIVE),
        "L2": Arguments(l2=NOT_NEGATIVE),
        "OrthogonalRegularizer": Arguments(factor=NOT_NEGATIVE, mode=OneOf(("rows", "columns"))),
    }
    left_out = ("OrthogonalRegularizer",) * (rank != MATRIX)
    return _without(left_out, "a regularizer", ["l1", "l2", "orthogonal_regularizer"], types)


def constraints(rank: int) -> Configured:
    """The constraints for weights of a rank."""
    axis = Numbers(Integer(-rank, rank - 1), alone=True)
    return Configured(
        "a constraint",
        names=("max_norm", "min_max_norm", "non_neg", "unit_norm"),
        types={
            "MaxNorm": Arguments(max_value=POSITIVE, axis=axis),
            "MinMaxNorm": Arguments(min_value=NOT_NEGATIVE, max_value=POSITIVE, rate=Number(0, 1), axis=axis),
            "NonNeg": Arguments(),
            "UnitNorm": Arguments(axis=axis),
        },
    )


def _without(
    left_out: tuple[str, ...], what: str, names: list[str], types: dict[str, Arguments]
) -> Configured:
    spelled = {name.lower() for name in left_out}
    return Configured(
        what,
        names=tuple(name for name in names if name.replace("_", "") not in spelled),
        types={name: takes for name, takes in types.items() if name not in left_out},
    )
