"""What is to be trained, on what and how, as one value; and its file, plan.toml."""
