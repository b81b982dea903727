"""What ends, and what is missing, although no row names it."""
