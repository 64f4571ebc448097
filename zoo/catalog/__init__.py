"""What is installed, and what a user's words mean among it."""
