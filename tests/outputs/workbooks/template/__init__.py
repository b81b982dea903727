"""Fill-in workbooks: what they offer, and what becomes of them once they are filled in."""
