"""From a dataset's spec to the numbers that a training step gets: checked, split, scaled.

NumPy alone: Keras is not needed to look at data.
"""

from zoo.data.check import check
from zoo.data.prepare import Data, digest_of, examples, load, prepare
from zoo.data.split import split

__all__ = ["Data", "check", "digest_of", "examples", "load", "prepare", "split"]
