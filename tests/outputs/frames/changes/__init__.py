"""Frames of what a run changes."""
