"""What of a decision, and of the state, is told to whoever asked for it."""
