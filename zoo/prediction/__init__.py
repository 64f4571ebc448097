"""What a trained model answers to examples that a user has: files, standard input, or a split."""

from zoo.prediction.answer import predict
from zoo.prediction.predictions import Predictions

__all__ = ["Predictions", "predict"]
