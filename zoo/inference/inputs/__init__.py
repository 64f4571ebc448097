"""Examples for a prediction, from files and standard input."""
