"""Own data: what is understood of a file, and how it is read again."""
