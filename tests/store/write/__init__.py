"""Runs are committed wholly or not at all."""
