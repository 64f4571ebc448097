"""What a page about runs has in it."""
