"""Benchmarks: each states a ratio against a floor that is measured in the same run. None is a timed test."""
