"""Pictures as SVG, from plain values and the standard library alone."""
