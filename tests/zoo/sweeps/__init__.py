"""Tests of `zoo.sweeps`."""
