"""Texts of the ledger in a form that openpyxl writes and that reads back equal."""

from __future__ import annotations

import re

import polars as pl

_UNWRITABLE = r"[\x00-\x1F\x{FFFE}\x{FFFF}]"
# Matches a text that a spreadsheet program would take for an escaped character.
_LOOKS_ESCAPED = r"_(x[0-9A-Fa-f]{4}_)"


def writable_expr(text: pl.Expr) -> pl.Expr:
    """The text in the form that openpyxl needs; null where a workbook cannot hold it."""
    return pl.when(~text.str.contains(_UNWRITABLE)).then(text.str.replace_all(_LOOKS_ESCAPED, "_x005F_${1}"))


def is_writable(text: str) -> bool:
    """True where a workbook can hold the text as it is."""
    return not re.search("[\x00-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_", text)
