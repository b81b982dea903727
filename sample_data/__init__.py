"""Sample workbooks of a fictitious company, and the generator that makes them, also at any size."""
