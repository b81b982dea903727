"""Small worlds with rows, and what must become of each row: one table for the model and for the core."""
