"""From a file to its usable sheets: chosen, their header found, rows without data left out, typed, put together."""
