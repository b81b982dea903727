"""Text and JSON for the terminal: reports, failures, tables, the story of a device, progress, the log."""
