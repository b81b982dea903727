"""Files that were parsed before."""
