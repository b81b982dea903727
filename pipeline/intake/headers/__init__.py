"""The header row of a sheet, and the field of each of its columns."""
