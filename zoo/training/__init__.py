"""Training with Keras, from a plan to a record; the only room that imports Keras."""
