"""Convolutional networks for Kerazoo."""
