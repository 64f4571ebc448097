"""The machine under us: files written whole or not at all, memory, processors, child processes."""
