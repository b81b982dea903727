"""The value of a cell from its text, as Polars expressions: dates, amounts, addresses, yes and no."""
