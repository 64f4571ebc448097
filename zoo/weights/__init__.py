"""Files with weights: their format, and where named weights keep them."""
