"""Tests of `zoo.schema`."""
