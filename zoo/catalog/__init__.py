"""What is installed, and how a user's names and paths are resolved."""
