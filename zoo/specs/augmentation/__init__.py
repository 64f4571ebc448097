"""Random changes to the images of training batches: what can be declared, and what it fits."""
