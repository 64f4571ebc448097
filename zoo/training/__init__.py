"""Training with Keras: the only importer of it. A plan goes in, a record comes out."""
