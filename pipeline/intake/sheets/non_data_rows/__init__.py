"""Rows below the header without data of their own: hidden ones, totals and notes; and merged cells among the data."""
