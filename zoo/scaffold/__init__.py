"""The plugin that `zoo new` creates: its names, checked, and its files as plain data."""
