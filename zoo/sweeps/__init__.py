"""Trains every combination of models, optimizers, settings and seeds.

Asked --combined--> Combinations with plans --begin--> Sweep, a folder --go_on--> runs in it --ranked--> rows
"""

from zoo.sweeps.combinations import Asked, Combination
from zoo.sweeps.directory import Sweep, find_sweep
from zoo.sweeps.ranking import Ranking, Row, ranked
from zoo.sweeps.run import begin, go_on, left_out, planned

__all__ = [
    "Asked",
    "Combination",
    "Ranking",
    "Row",
    "Sweep",
    "begin",
    "find_sweep",
    "go_on",
    "left_out",
    "planned",
    "ranked",
]
