"""Learning rate schedules: https://keras.io/api/optimizers/learning_rate_schedules/.

The tests compare names and arguments with those of Keras. What Keras counts in steps may also be given in
epochs or as a share of the run.
"""

from zoo.schema.composite import Optional
from zoo.schema.fields import Boolean, Number, Text
from zoo.schema.keras_objects import Arguments, Configured, Numbers
from zoo.specs.schedules.span import Span

POSITIVE, NOT_NEGATIVE = Number(0, above=True), Number(0)
RATE, STEPS, NAME = POSITIVE, Span(), Text()
DECAY = Arguments(
    *("initial_learning_rate", "decay_steps", "decay_rate"),
    initial_learning_rate=RATE,
    decay_steps=STEPS,
    decay_rate=POSITIVE,
    staircase=Boolean(),
    name=NAME,
)

SCHEDULES = Configured(
    "a learning rate schedule",
    names=(),
    types={
        "CosineDecay": Arguments(
            *("initial_learning_rate", "decay_steps"),
            initial_learning_rate=NOT_NEGATIVE,
            decay_steps=STEPS,
            alpha=NOT_NEGATIVE,
            name=NAME,
            warmup_target=Optional(RATE),
            warmup_steps=Span(0),
        ),
        "CosineDecayRestarts": Arguments(
            *("initial_learning_rate", "first_decay_steps"),
            initial_learning_rate=RATE,
            first_decay_steps=STEPS,
            t_mul=POSITIVE,
            m_mul=POSITIVE,
            alpha=NOT_NEGATIVE,
            name=NAME,
        ),
        "ExponentialDecay": DECAY,
        "InverseTimeDecay": DECAY,
        "PiecewiseConstantDecay": Arguments(
            *("boundaries", "values"), boundaries=Numbers(STEPS), values=Numbers(NOT_NEGATIVE), name=NAME
        ),
        "PolynomialDecay": Arguments(
            *("initial_learning_rate", "decay_steps"),
            initial_learning_rate=RATE,
            decay_steps=STEPS,
            end_learning_rate=NOT_NEGATIVE,
            power=POSITIVE,
            cycle=Boolean(),
            name=NAME,
        ),
    },
)
