"""Jobs of callers, with their files."""
