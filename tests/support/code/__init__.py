"""The code as tests read it that are about code."""
