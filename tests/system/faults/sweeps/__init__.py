"""Sweeps of an inbox that something happens to."""
