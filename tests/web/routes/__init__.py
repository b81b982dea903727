"""The routes, each with the requests of its document."""
