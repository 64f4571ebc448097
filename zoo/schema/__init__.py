"""What a setting may hold, and how a declaration is checked, written as TOML and read back."""
