"""How good a trained model is on a split, in figures and as a picture."""

from zoo.evaluation.evaluate import evaluate
from zoo.evaluation.figures import ClassFigures, Evaluation, TargetFigures

__all__ = ["ClassFigures", "Evaluation", "TargetFigures", "evaluate"]
