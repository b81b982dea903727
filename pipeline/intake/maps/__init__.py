"""A file as it is understood, column by column, without reading its rows for a run."""
