"""The text of cells becomes typed values, with an issue for every cell that has none."""
