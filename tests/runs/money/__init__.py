"""What devices cost, through the commands."""
