"""The writes that follow from decisions: changes and events, their numbers, and the lines of a plan."""
