"""Tests of `zoo.inference`."""
