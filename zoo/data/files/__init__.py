"""One decoder for each file format, used for training and for predictions."""
