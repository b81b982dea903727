"""Cells: from text to value, and the damage that programs do to them."""
