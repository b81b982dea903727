"""The days of reports, and what is set for them."""
