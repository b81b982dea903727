"""What is exported and comes back, changed or not."""
