"""Damaged identifiers, and the sentences about them."""
