"""Tests of `zoo.data.memory`."""
