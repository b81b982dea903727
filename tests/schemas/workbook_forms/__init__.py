"""The forms of our workbooks: seals, marks and names that are recognised."""
