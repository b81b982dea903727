"""Traps in single cells."""
