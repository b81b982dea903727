"""Servers and lakes that are killed."""
