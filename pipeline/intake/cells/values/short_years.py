"""A month's name beside a number of one or two digits (`Aug-24`): the year, or a day whose year is not told.

The column as a whole decides: it gives years where another of its dates gives no day either (`08/2024`), where one of
the numbers is no day of its month (`Aug-98`, `Feb-30`), or where many different dates stay within ten years (days would
be scattered over the month). A number of one digit (`Aug 5`) is a day, and so is one before the name (`24-Aug`).
"""

from __future__ import annotations

import polars as pl

from pipeline.intake.cells.values.instants import Flaw
from pipeline.intake.cells.values.month_names import MONTHS

_NAME = r"\p{L}{3}"
_NAME_AND_NUMBER = r"^(?P<m>\p{L}{3,})(?:\.? |\.?-|\.)(?P<n>\d\d)$"
_NAME_AND_DAY = (
    r"^(?P<m>\p{L}{3,})(?:\.? |\.?-|\.)(?P<n>\d)(?:st|nd|rd|th)?$|^(?P<m2>\p{L}{3,})\.? \d\d(?:st|nd|rd|th)$"
)
_DAY_AND_NAME = r"^(?P<n>\d{1,2})(?:st|nd|rd|th|er|º)?[. \-]{0,2}(?:de )?(?P<m>\p{L}{3,})\.?$"
_MANY, _YEARS_APART, _FIRST_YEAR = 6, 9, 10
_LEAP_YEAR = "2024"


def short_years(days: pl.DataFrame, *, has_parts: bool) -> pl.DataFrame:
    """One row per text with a month's name and a number: `text, month` where it is a month of a year, else its `flaw`.

    `days` has `text`, and `day` in lower case; `month` is its first day in ISO. `has_parts` is true where other texts
    of the column give no day.
    """
    if not days["day"].str.contains(_NAME).any():  # as most columns: each form takes a millisecond to compile
        return pl.DataFrame(schema=dict.fromkeys(("text", "month", "flaw"), pl.String))
    either = _named(days, _NAME_AND_NUMBER, "m")
    alone = pl.concat([_named(days, _NAME_AND_DAY, name) for name in ("m", "m2")] + [_named(days, _DAY_AND_NAME, "m")])
    are_years = alone.is_empty() and not either.is_empty() and (has_parts or _are_years(either))
    flaw = Flaw.YEAR_OR_DAY if not are_years else None
    month = pl.concat_str([_full_year_expr(), "month", pl.lit("01")], separator="-") if are_years else pl.lit(None)
    return pl.concat(
        [
            either.select("text", month=month.cast(pl.String), flaw=pl.lit(flaw, pl.String)),
            alone.select("text", month=pl.lit(None, pl.String), flaw=pl.lit(str(Flaw.NO_YEAR))),
        ]
    )


def _named(days: pl.DataFrame, form: str, name: str) -> pl.DataFrame:
    """The texts of this form that name a month: `text, month, number`, both with two digits."""
    parts = pl.col("day").str.extract_groups(form)
    number = parts.struct.field(name).replace_strict(MONTHS, default=None, return_dtype=pl.Int64)
    month = number.cast(pl.String).str.zfill(2)
    return days.select("text", month=month, number=parts.struct.field("n")).drop_nulls("month")


def _are_years(named: pl.DataFrame) -> bool:
    date = pl.concat_str([pl.lit(_LEAP_YEAR), "month", "number"], separator="-").str.to_date("%Y-%m-%d", strict=False)
    if named.select(date.is_null().any()).item():
        return True
    first, last = (int(number) for number in named.select(pl.col("number").min(), last=pl.col("number").max()).row(0))
    return named.height >= _MANY and first >= _FIRST_YEAR and last - first <= _YEARS_APART


def _full_year_expr() -> pl.Expr:
    """Years of two digits are 1980 to 2079."""
    century = pl.when(pl.col("number") < "80").then(pl.lit("20")).otherwise(pl.lit("19"))
    return pl.concat_str(century, "number")
