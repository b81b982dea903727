"""Rows below the header that hold no data of their own: hidden ones, totals and notes; and cells that are merged."""
