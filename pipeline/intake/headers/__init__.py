"""The header row of a sheet, and the meaning of each of its columns."""
