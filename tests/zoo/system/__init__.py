"""Tests of `zoo.system`."""
