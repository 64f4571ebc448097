"""SVG pictures, drawn from plain values with only the standard library."""
