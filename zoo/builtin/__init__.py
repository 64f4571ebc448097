"""What Kerazoo brings along: ordinary plugins, found through our own entry points and only so."""
