"""The usable sheets of a file: chosen, their header found, rows without data left out, typed, put together."""
