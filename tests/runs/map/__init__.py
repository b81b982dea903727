"""What is asked about the columns of a file, and what is saved of the answers."""
