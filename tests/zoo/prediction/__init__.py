"""Tests of `zoo.prediction`."""
