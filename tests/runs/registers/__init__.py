"""Registers through whole runs."""
