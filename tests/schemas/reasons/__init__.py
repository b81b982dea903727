"""The records of the codes, and the rules behind events."""
