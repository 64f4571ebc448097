"""Trains every combination of models, optimizers, settings and seeds.

Asked --combined--> Combinations with plans --begin--> Sweep, a folder --go_on--> runs in it --ranked--> rows
"""

from zoo.runs.combination import Combination
from zoo.runs.sweep import Sweep
from zoo.sweeps.combinations import Asked
from zoo.sweeps.planned import left_out, planned
from zoo.sweeps.ranking import Ranking, Row, ranked
from zoo.sweeps.run import begin, check, go_on

__all__ = [
    "Asked",
    "Combination",
    "Ranking",
    "Row",
    "Sweep",
    "begin",
    "check",
    "go_on",
    "left_out",
    "planned",
    "ranked",
]
