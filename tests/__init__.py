"""The tests of Kerazoo, laid out as its packages are."""
