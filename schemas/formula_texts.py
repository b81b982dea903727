"""Texts in CSV files that a spreadsheet program would run as a formula when somebody opens the file.

They are written with an apostrophe before them, as OWASP advises against CSV injection, and read without it. A text
that has the apostrophe already gets one more, so that what was written is read back as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

# The signs that begin a formula, and those that a program skips before one.
SIGNS = ("=", "+", "-", "@", "\t", "\r")

_RUN = rf"'*[{''.join(SIGNS).replace('-', chr(92) + '-')}]"
_NUMBER = r"^[+\-]?(?:\d[\d.,]*|\.\d+)(?:[eE][+\-]?\d+)?%?$"

# Matches what is written for such a text, with the beginning of the text itself as the first group.
WRITTEN = rf"^'({_RUN})"


def as_text_expr(text: pl.Expr) -> pl.Expr:
    """The text with an apostrophe before it where it would be run; numbers, which begin with a sign, too, are not."""
    import polars as pl  # noqa: PLC0415 - readers need the patterns alone

    is_run = text.str.contains(f"^{_RUN}") & ~text.str.contains(_NUMBER)
    return pl.when(is_run).then(pl.concat_str(pl.lit("'"), text)).otherwise(text).name.keep()
