"""Tests of `zoo.reports`."""
