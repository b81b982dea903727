"""Ownerships that end, and devices that are missing, although no row of a run names them."""
