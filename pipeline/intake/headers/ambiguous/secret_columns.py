"""Columns of passwords and keys. `PIN` may also be the number of a person or a product: its values decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.intake.headers.ambiguous.records import LOOKED_AT
from schemas.headers.matching import bare_words, is_secret

if TYPE_CHECKING:
    import polars as pl

_PINS = frozenset(("pin", "pins", "pin 1", "pin 2", "pin1", "pin2"))
_SHORT_NUMBER = r"^\s*\d{4}(?:\d{2})?(?:\.0)?\s*$"


def is_secret_column(title: str, rows: pl.DataFrame, letter: str) -> bool:
    """True where the header says so, or is `PIN` above nothing but numbers of four or six figures."""
    if bare_words(title) not in _PINS or letter not in rows.columns:
        return is_secret(title)
    values = rows[letter].drop_nulls().head(LOOKED_AT)
    return not values.is_empty() and bool(values.str.contains(_SHORT_NUMBER).all())
