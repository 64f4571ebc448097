"""Tests of `zoo.builtin`."""
