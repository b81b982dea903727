"""From the text of a cell to its value, as Polars expressions: dates, amounts, addresses, yes and no."""
