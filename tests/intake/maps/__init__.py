"""Files as they are understood."""
