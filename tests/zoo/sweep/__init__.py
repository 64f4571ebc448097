"""Tests of `zoo.sweep`."""
