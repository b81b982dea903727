"""What decides on a cluster."""
