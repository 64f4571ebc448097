"""Tests of `zoo.catalog`."""
