"""Tests of `zoo.data`."""
