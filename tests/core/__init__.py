"""The decisions, against the design's table and against the naive model."""
