"""What is told of a decision, and of the state."""
