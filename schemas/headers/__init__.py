"""The headers of columns: their spellings, as data, and the field that each of them means."""
