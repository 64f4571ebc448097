"""The operating system: atomic file writes, memory, processors and child processes."""
