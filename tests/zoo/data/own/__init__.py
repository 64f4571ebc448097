"""Tests of `zoo.data.own`."""
