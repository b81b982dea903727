"""Which column is which field: two header rows, ambiguous headers, saved mappings, missing headers."""
