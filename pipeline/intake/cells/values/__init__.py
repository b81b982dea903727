"""The value of a cell from its text, as Polars expressions: dates, amounts, booleans, lists and others."""
