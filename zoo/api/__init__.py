"""The functions that `zoo` exports: one verb, one file."""
