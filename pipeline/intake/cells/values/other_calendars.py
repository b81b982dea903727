"""Dates of other calendars, recognised so that a message can name them; none is converted.

The Persian year and the Islamic one overlap: 1370 to 1410 is taken for Persian (1991 to 2031), 1411 to 1460 for Islamic
(1990 to 2038). A year of the Buddhist calendar is a year of ours, too: see `damage/unlikely_dates`.
"""

from __future__ import annotations

import polars as pl

from schemas.reasons.filled_frames import format_expr

_YEAR = r"(?:^|\D)(1[34]\d{2})(?:\D|$)"
_PARTS = r"(?:\d{1,2}|元)\s?[年./\-]\s?\d{1,2}\s?[月./\-]\s?\d{1,2}\s?日?"
# By the sign of an era, the year before its first one.
_ERAS: dict[str, int] = {
    "R": 2018, "令和": 2018, "H": 1988, "平成": 1988, "S": 1925, "昭和": 1925,
}  # fmt: skip
_ERA = rf"^({'|'.join(_ERAS)})\.?\s?{_PARTS}(?:\D.*)?$"
_YEAR_OF_ERA = r"^\D{1,2}\.?\s?(\d{1,2}|元)"
_REPUBLIC = r"^(?:(?:中華)?民[國国]\s?|ROC\s?)?(1[0-2]\d|\d{2})\s?[年./\-]\s?\d{1,2}\s?[月./\-]\s?\d{1,2}\s?日?$"
_SAYS_REPUBLIC = r"^(?:中華)?民[國国]|^ROC|^1[0-2]\d\s?[年./\-]"
_LAST_PERSIAN, _PERSIAN_AHEAD, _REPUBLIC_AHEAD = 1410, 621, 1911


def calendar_expr(text: pl.Expr) -> pl.Expr:
    """The name of the calendar that a text that is no date of ours is likely of; null where there is none."""
    year = _year(text)
    return (
        pl.when(text.str.contains(_ERA))
        .then(pl.lit("Japanese"))
        .when(_is_of_republic(text))
        .then(pl.lit("Taiwanese (Minguo)"))
        .when(year.is_between(1370, _LAST_PERSIAN))
        .then(pl.lit("Persian"))
        .when(year.is_between(_LAST_PERSIAN + 1, 1460))
        .then(pl.lit("Islamic (Hijri)"))
    )


def likely_year_expr(text: pl.Expr) -> pl.Expr:
    """The year that is likely meant, in words: `2023`, or `2023 or 2024` where two years of ours share one."""
    year = _year(text)
    of_era = text.str.extract(_YEAR_OF_ERA).replace("元", "1").cast(pl.Int64, strict=False)
    before = text.str.extract(_ERA, 1).replace_strict(_ERAS, default=None, return_dtype=pl.Int64)
    of_republic = text.str.extract(_REPUBLIC, 1).cast(pl.Int64, strict=False)
    islamic = (year * 0.970224 + 621.5774).floor().cast(pl.Int64)
    persian = year + _PERSIAN_AHEAD
    return (
        pl.when(before.is_not_null())
        .then((before + of_era).cast(pl.String))
        .when(_is_of_republic(text))
        .then((of_republic + _REPUBLIC_AHEAD).cast(pl.String))
        .when(year <= _LAST_PERSIAN)
        .then(format_expr("{} or {}", persian, persian + 1))
        .otherwise(format_expr("{} or {}", islamic, islamic + 1))
    )


def _year(text: pl.Expr) -> pl.Expr:
    return text.str.extract(_YEAR).cast(pl.Int64, strict=False)


def _is_of_republic(text: pl.Expr) -> pl.Expr:
    return text.str.contains(_SAYS_REPUBLIC) & text.str.contains(_REPUBLIC)
