"""The writes of a run: numbers, events and the lines of a plan."""
