"""What the header row of a sheet is, and what each of its columns means."""
