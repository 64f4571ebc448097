"""What is reckoned and drawn of a trained model."""
