"""Tests of `zoo.api`."""
