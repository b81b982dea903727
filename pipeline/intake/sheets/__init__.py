"""The usable sheets of a file: chosen, without rows that hold no data, typed, and put together."""
