"""What `zoo new` writes: names are checked, files come as plain data, and all of them are written or none."""
