"""How good a trained model is on a split, in figures and as a picture."""

from zoo.evaluation.figures import ClassFigures, Evaluation, TargetFigures
from zoo.evaluation.measure import evaluate

__all__ = ["ClassFigures", "Evaluation", "TargetFigures", "evaluate"]
