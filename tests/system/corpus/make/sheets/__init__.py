"""Traps in how a sheet is laid out."""
