"""The page of a name: what is declared, drawn and measured of a model, an optimizer, a dataset or weights."""
