"""Texts of the ledger as openpyxl can write them, so that they are read back as what they are."""

from __future__ import annotations

import re

import polars as pl

_UNWRITABLE = r"[\x00-\x1F\x{FFFE}\x{FFFF}]"
_LOOKS_ESCAPED = r"_(x[0-9A-Fa-f]{4}_)"
"""What a spreadsheet file would take for an escaped character, and is to stay as it is."""


def writable_expr(text: pl.Expr) -> pl.Expr:
    """The text as it is to be given to openpyxl; null where a workbook cannot hold it."""
    return pl.when(~text.str.contains(_UNWRITABLE)).then(text.str.replace_all(_LOOKS_ESCAPED, "_x005F_${1}"))


def is_writable(text: str) -> bool:
    """True where a workbook can hold the text, as it stands."""
    return not re.search("[\x00-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_", text)
