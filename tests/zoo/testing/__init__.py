"""Tests of `zoo.testing`."""
