"""Examples from files, and what a model answers to them."""
