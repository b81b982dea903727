"""The frames that cross a layer: what is said of them, and what holds them to it."""
