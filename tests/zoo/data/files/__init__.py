"""Tests of `zoo.data.files`."""
