"""The HTTP API, called in this process."""
