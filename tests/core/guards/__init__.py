"""Limits, and look-alikes of what is known."""
