"""Traps that are a matter of the whole file."""
