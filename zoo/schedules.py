"""Learning rates that change while a model trains.

https://keras.io/api/optimizers/learning_rate_schedules/; the tests compare them with Keras's own.
"""

from zoo.compound import Optional
from zoo.configured import Configured, Numbers, Takes
from zoo.settings import Flag, Number, Text, Whole

POSITIVE, NOT_NEGATIVE = Number(0, above=True), Number(0)
RATE, STEPS, NAME = POSITIVE, Whole(1), Text()
DECAY = Takes(
    *("initial_learning_rate", "decay_steps", "decay_rate"),
    initial_learning_rate=RATE,
    decay_steps=STEPS,
    decay_rate=POSITIVE,
    staircase=Flag(),
    name=NAME,
)

SCHEDULES = Configured(
    "a learning rate schedule",
    names=(),
    types={
        "CosineDecay": Takes(
            *("initial_learning_rate", "decay_steps"),
            initial_learning_rate=NOT_NEGATIVE,
            decay_steps=STEPS,
            alpha=NOT_NEGATIVE,
            name=NAME,
            warmup_target=Optional(RATE),
            warmup_steps=Whole(0),
        ),
        "CosineDecayRestarts": Takes(
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
        "PiecewiseConstantDecay": Takes(
            *("boundaries", "values"), boundaries=Numbers(STEPS), values=Numbers(NOT_NEGATIVE), name=NAME
        ),
        "PolynomialDecay": Takes(
            *("initial_learning_rate", "decay_steps"),
            initial_learning_rate=RATE,
            decay_steps=STEPS,
            end_learning_rate=NOT_NEGATIVE,
            power=POSITIVE,
            cycle=Flag(),
            name=NAME,
        ),
    },
)
