"""Identifiers that pass from one device to another: within a run, in a plan, and where a run is undone."""
