"""Tests of `zoo.plan`."""
