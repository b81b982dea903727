"""What decides: Polars, in memory, or DuckDB, which takes to the disk what has no room there, or a cluster.

Each runs the same functions of the core, and what is decided is the same.
"""
