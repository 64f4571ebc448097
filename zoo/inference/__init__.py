"""Use a trained model: evaluate, predict and export."""
