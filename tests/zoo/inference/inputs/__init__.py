"""Tests of `zoo.inference.inputs`."""
