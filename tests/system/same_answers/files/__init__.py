"""Files as entries that can be compared.

any_file    one file, by its ending
texts       lines, and JSON by its members
workbooks   cells, their looks, and what stands around them
plans       what the hidden sheet of a plan carries
tables      Parquet and DuckDB: columns, rows, comments, views and macros
"""

from tests.system.same_answers.files.any_file import read_file
from tests.system.same_answers.files.texts import read_text

__all__ = ["read_file", "read_text"]
