"""Tests of `zoo.specs`."""
