"""Learning rates over a run: Keras's schedules, presets of them, and how both are settled to steps."""
