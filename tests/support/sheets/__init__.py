"""Sheets of one kind of trouble, and how they are read."""
