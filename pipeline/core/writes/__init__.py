"""From decisions to what is written: changes and events, their numbers, and the lines of a plan."""
