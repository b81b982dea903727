"""The names of some proofs."""

from __future__ import annotations

NO_OVERLAP = "the spans of a device do not overlap, and each ends after its start"
EMAIL = "an e-mail address belongs to one owner of an organization"
SERIAL = "serial_number is unique in an organization"
TOTALS = "the rows of each run add up: in = applied + unchanged + skipped + rejected"
OUTCOMES = "each run has as many rows on record as its totals say"
DEEDS = "each run did what its totals say, by its events"
SOURCES = "every run names the files or calls it was made from"
