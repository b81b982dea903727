"""The sweep of a drop folder."""
