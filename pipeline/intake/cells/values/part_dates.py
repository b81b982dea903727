"""Dates that give only the month, the quarter or the year, as lists of what was bought often do.

Each is the first day of what it gives, and the last one where an end is meant: a warranty until 08/2026 holds through
August. A year alone is read for days only, not for the instants at which people are given devices.
"""

from __future__ import annotations

import polars as pl

from pipeline.intake.cells.values.month_names import MONTHS

# A point needs two digits: 2024.1 may be a number that has lost a zero. `Mar-24`: see `short_years`.
_MONTH_FORMS_OF_DIGITS = (
    r"^(?P<m>\d{1,2}) ?[/.\-] ?(?P<y>\d{4})$",
    r"^(?P<y>\d{4}) ?[/\-] ?(?P<m>\d{1,2})$",
    r"^(?P<y>\d{4})\.(?P<m>\d{2})$",
    r"^(?P<y>\d{4}) ?[年년] ?(?P<m>\d{1,2}) ?[月월]$",
)
_MONTH_FORMS_OF_NAMES = (
    r"^(?P<m>\p{L}{3,})\.?[ \-./,]*(?:(?:de|del|of) )?'?(?P<y>\d{4})$",
    r"^(?P<m>\p{L}{3,})\.? ?'(?P<y>\d{2})$",
    r"^(?P<y>\d{4})[ \-./]*(?P<m>\p{L}{3,})\.?$",
)
_QUARTER_FORMS = (
    r"^q(?P<m>[1-4])[ \-/.,]*'?(?P<y>\d{4})$",
    r"^(?P<y>\d{4})[ \-/.]*q(?P<m>[1-4])$",
    r"^(?P<m>[1-4])(?:\.|st|nd|rd|th|er|e|º)? ?(?:quartal|quarter|qtr\.?|trimestre|trim\.?) (?:de )?(?P<y>\d{4})$",
)
_YEAR = r"^(?P<y>19[7-9]\d|20\d{2})(?:\.0| ?[年년])?$"


def part_date_expr(day: pl.Expr, *, is_end: bool, has_years: bool, has_letters: bool) -> pl.Expr:
    """The first or the last day of what a text in lower case gives; null for all others.

    Where no text has letters, the forms that need some are not tried: each takes a millisecond to compile.
    """
    names = _MONTH_FORMS_OF_NAMES if has_letters else ()
    months = [_from_month(day, form) for form in (*_MONTH_FORMS_OF_DIGITS, *names)]
    quarters = [_from_quarter(day, form) for form in _QUARTER_FORMS] if has_letters else [pl.lit(None, pl.Date)]
    year = _first_of(day.str.extract_groups(_YEAR).struct.field("y"), pl.lit("1"))
    spans = [(pl.coalesce(months), "1mo"), (pl.coalesce(quarters), "1q"), *([(year, "1y")] if has_years else [])]
    return pl.coalesce(_meant(first, length, is_end=is_end) for first, length in spans)


def month_expr(first: pl.Expr, *, is_end: bool) -> pl.Expr:
    """The first or the last day of a month whose first day is told in ISO."""
    return _meant(first.str.to_date("%Y-%m-%d", strict=False), "1mo", is_end=is_end)


def _meant(first: pl.Expr, length: str, *, is_end: bool) -> pl.Expr:
    return first.dt.offset_by(length).dt.offset_by("-1d") if is_end else first


def _from_month(day: pl.Expr, form: str) -> pl.Expr:
    parts = day.str.extract_groups(form)
    month = parts.struct.field("m")
    number = month.replace_strict(MONTHS, default=None, return_dtype=pl.Int64).cast(pl.String)
    return _first_of(parts.struct.field("y"), pl.coalesce(number, month))


def _from_quarter(day: pl.Expr, form: str) -> pl.Expr:
    parts = day.str.extract_groups(form)
    month = (parts.struct.field("m").cast(pl.Int64, strict=False) * 3 - 2).cast(pl.String)
    return _first_of(parts.struct.field("y"), month)


def _first_of(year: pl.Expr, month: pl.Expr) -> pl.Expr:
    """The first day of a month; null where there is no such month. Years of two digits are 1980 to 2079."""
    century = pl.when(year.str.len_bytes() == 4).then(pl.lit("")).when(year < "80").then(pl.lit("20"))
    full = century.otherwise(pl.lit("19")) + year
    text = pl.concat_str([full, month.str.zfill(2), pl.lit("01")], separator="-")
    return text.str.to_date("%Y-%m-%d", strict=False)
