"""Numbered changes of the tables, and the code that applies them."""
