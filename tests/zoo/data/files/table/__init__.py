"""Tests of `zoo.data.files.table`."""
