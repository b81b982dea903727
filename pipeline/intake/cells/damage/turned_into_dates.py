"""Identifiers that a spreadsheet program has turned into dates, and what was probably entered.

The number format that the program chose shows which parts of a date were entered: `d-mmm` comes from `3-14`, `mmm-yy`
from `2025-03`. A file of texts only, such as a CSV file, has the text that the program showed: `14-Mar`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.damage.damage_issues import as_cells, told_exprs
from schemas.reasons.cell_issues import LIKELY_IDENTIFIER, MADE_A_DATE
from schemas.reasons.filled_frames import format_expr
from schemas.vocabulary import IssueCode

if TYPE_CHECKING:
    from pipeline.intake.cells.bad_cells import Column

# Short names of months as spreadsheet programs write them in English, French, German, Spanish, Italian and Dutch.
_MONTHS = {
    1: "jan janv ene gen",
    2: "feb févr fév",
    3: "mar mars mrz mär mrt",
    4: "apr avr abr",
    5: "may mai mag mei",
    6: "jun juin giu",
    7: "jul juil lug",
    8: "aug août ago",
    9: "sep sept set",
    10: "oct okt ott",
    11: "nov",
    12: "dec dez déc dic",
}

_NUMBER_OF = {name: number for number, names in _MONTHS.items() for name in names.split()}
_MONTH = "|".join(form for name in sorted(_NUMBER_OF, key=len, reverse=True) for form in (name, name.capitalize()))
_DAY_AND_MONTH = rf"^(\d{{1,2}})(?:-|\. ?)({_MONTH})\.?$"
_MONTH_AND_YEAR = rf"^({_MONTH})\.?[- ](\d\d)$"
_WHOLE = r"^\d{1,2}/\d{1,2}/\d{4}$|^\d\d?\.\d\d?\.\d{4}$|^\d{4}-\d\d-\d\d 00:00:00$"
# Matches a date in the form in which a spreadsheet program shows it; none writes capitals, as in `MAR-14`.
SHOWN_DATE = f"{_DAY_AND_MONTH}|{_MONTH_AND_YEAR}|{_WHOLE}"

_NOT_THE_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|AM/PM|A/P', re.IGNORECASE)


def entered_expr(code: str | None) -> pl.Expr:
    """The likely identifiers, such as `3-14, 14-3 or MAR14`, for dates in one format; `text` has the date as read."""
    seen = _parts_shown(code)
    date = pl.col("text").str.head(10).str.to_date("%Y-%m-%d", strict=False)
    month, day, year = date.dt.month().cast(pl.String), date.dt.day().cast(pl.String), date.dt.strftime("%y")
    name = date.dt.strftime("%b").str.to_uppercase()
    day_and_month = [format_expr("{}-{}", month, day), format_expr("{}-{}", day, month), format_expr("{}{}", name, day)]
    if seen == "time":
        return _time_expr()
    if seen == "day and month":
        return _either_expr(day_and_month)
    if seen == "month and year":
        return _either_expr(
            [date.dt.strftime("%Y-%m"), format_expr("{}-{}", month, year), format_expr("{}{}", name, year)]
        )
    whole = [
        date.dt.strftime("%Y-%m-%d"),
        format_expr("{}-{}-{}", month, day, year),
        format_expr("{}-{}-{}", day, month, year),
    ]
    return _either_expr(whole if seen == "whole" else [*day_and_month, date.dt.strftime("%Y-%m-%d")])


def judged_dates(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells, all real dates, with the texts about them. `cells` have their `format`."""
    parts = [
        part.with_columns(entered=entered_expr(part["format"].item(0)))
        for part in cells.partition_by("format", maintain_order=True)
    ]
    return pl.concat(parts).with_columns(**told_exprs(MADE_A_DATE, likely=pl.col("entered"))).drop("entered")


def shown_dates(cells: pl.DataFrame, column: Column) -> pl.DataFrame:
    """One warning per cell whose text may be a date that a program made. `cells` have `value, text`."""
    found = cells.filter(pl.col("text").str.contains(SHOWN_DATE), pl.col("is_accepted"))
    readings = [
        found.select(text=read).select(entered_expr(code)).to_series().alias(code)
        for code, read in _readings(pl.col("text")).items()
    ]
    told = found.with_columns(likely=pl.coalesce(readings)).with_columns(
        **told_exprs(LIKELY_IDENTIFIER["date"], likely=pl.col("likely"))
    )
    return as_cells(told.rechunk(), column, IssueCode.LIKELY_IDENTIFIER)


def _readings(text: pl.Expr) -> dict[str, pl.Expr]:
    """The date in ISO, by the number format that shows it as such a text; null for other formats."""
    names = list(_NUMBER_OF)
    numbers = [f"{number:02}" for number in _NUMBER_OF.values()]
    day, month = text.str.extract(_DAY_AND_MONTH, 1), text.str.extract(_DAY_AND_MONTH, 2)
    first, year = text.str.extract(_MONTH_AND_YEAR, 1), text.str.extract(_MONTH_AND_YEAR, 2)
    month, first = (name.str.to_lowercase().replace_strict(names, numbers, default=None) for name in (month, first))
    month_first, day_first, dotted = (
        text.str.to_date(order, strict=False) for order in ("%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y")
    )
    slashed = pl.when((month_first == day_first).fill_null(value=True)).then(pl.coalesce(month_first, day_first))
    iso = text.str.head(10).str.to_date("%Y-%m-%d", strict=False)
    return {
        "d-mmm": format_expr("2024-{}-{}", month, day.str.zfill(2)),
        "mmm-yy": format_expr("20{}-{}-01", year, first),
        "yyyy-mm-dd": pl.coalesce(slashed, dotted, iso).dt.strftime("%Y-%m-%d"),
    }


def _parts_shown(code: str | None) -> str | None:
    """The parts of a date that a number format shows; None where they are not known."""
    letters = set(_NOT_THE_DATE.sub("", code or "").partition(";")[0].lower()) & set("ymdhs")
    if not letters:
        return None
    if "y" not in letters and "d" not in letters and letters & set("hs"):
        return "time"
    if "y" not in letters:
        return "day and month"
    return "whole" if "d" in letters else "month and year"


def _time_expr() -> pl.Expr:
    """The time of a cell: `3:14` for `1899-12-31 03:14:00`."""
    time = pl.col("text").str.extract(r"(\d+:\d\d:\d\d)").str.to_time("%H:%M:%S", strict=False)
    seconds = pl.when(time.dt.second() > 0).then(time.dt.strftime(":%S")).otherwise(pl.lit(""))
    return pl.concat_str(time.dt.hour().cast(pl.String), time.dt.strftime(":%M"), seconds)


def _either_expr(texts: list[pl.Expr]) -> pl.Expr:
    """The texts as `a, b or c`, each once."""
    different = pl.concat_list(texts).list.unique(maintain_order=True)
    leading = different.list.head(different.list.len() - 1).list.join(", ")
    several = pl.concat_str(leading, pl.lit(" or "), different.list.last())
    return pl.when(different.list.len() > 1).then(several).otherwise(different.list.last())
