"""The tests, folder by folder as the code; all on real files and real DuckDB."""
