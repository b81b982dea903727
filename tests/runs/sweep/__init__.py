"""The sweep of a drop folder, and its metrics."""
