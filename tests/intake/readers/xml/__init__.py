"""The XML of workbooks, read byte by byte for what no library tells."""
