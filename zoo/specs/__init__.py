"""Models, optimizers and datasets as frozen values: what plugin authors write."""
