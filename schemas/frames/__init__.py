"""The frames that cross a layer: their columns, stated once, and all that is derived from that."""
