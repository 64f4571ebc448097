"""What zoo-conv adds to Kerazoo."""
