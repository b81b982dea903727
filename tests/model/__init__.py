"""The records that travel between the layers, and the expected failures."""
