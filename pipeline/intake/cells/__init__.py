"""From the text of cells to typed values, with an issue for every cell that has none."""
