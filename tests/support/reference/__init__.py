"""The reference model: the decisions of a run, row by row in plain Python, to hold the real core against."""
