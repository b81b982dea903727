"""The writes that decisions lead to: changes and events, their numbers, and the lines of a plan."""
