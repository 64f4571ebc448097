"""Many trainings from few words: every combination of models, optimizers, settings and seeds.

Asked --combined--> Combinations with plans --begin--> Sweep, a folder --go_on--> runs in it --ranked--> rows
"""

from zoo.sweep.combinations import Asked, Combination
from zoo.sweep.directory import Sweep, find_sweep
from zoo.sweep.ranking import Ranking, Row, ranked
from zoo.sweep.sweep import begin, go_on, left_out, planned

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
