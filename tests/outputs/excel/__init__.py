"""Frames become sheets."""
