"""Files that are refused before they are parsed."""
