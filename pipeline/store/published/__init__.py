"""The analysts' copy: published after a run, as DuckDB and as Parquet, and queried in SQL."""
