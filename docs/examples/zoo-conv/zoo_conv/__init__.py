"""Well-known image models for Kerazoo."""
