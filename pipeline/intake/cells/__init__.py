"""Typed values from the text of cells, with an issue for every cell that cannot be read."""
