"""Tests of the pages of names."""
