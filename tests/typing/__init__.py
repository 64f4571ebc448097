"""Types as a client sees them."""
