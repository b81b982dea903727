"""What we write: workbooks, Parquet and sentences."""
