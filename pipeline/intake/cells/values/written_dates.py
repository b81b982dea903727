"""Dates as people write them, in ISO: `25/03/2025`, `March 25, 2025`, `25.3.25 9:00 PM`.

The column as a whole decides whether the day or the month comes first: some value must be a date in one order only, and
none in the other order only. Years of two digits are 1980 to 2079. With dashes such a year may also come first
(`25-03-01`): that value does not decide the order, and is read only where both readings agree, or where the order was
given.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from pipeline.intake.cells.values.instants import Flaw
from pipeline.intake.cells.values.month_names import MONTHS
from pipeline.intake.cells.values.part_dates import month_expr, part_date_expr
from pipeline.intake.cells.values.short_years import short_years
from schemas.records import dataclass
from schemas.vocabulary import DateOrder

_OFFSET = r"[+-]\d{1,2}(?::?\d{2})?"
ISO_SHAPE = (
    r"^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?"
    rf"(?:\s?(?:[Zz]|UTC|GMT|(?:(?:UTC|GMT)\s?)?{_OFFSET}))?)?$"
)
_TIME = (
    r"[ t,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?P<fraction>\.\d{1,9})?)?"
    r"(?: ?(?P<half>[ap])\.? ?m\.?)?"
    rf"(?P<zone> ?(?:z|utc|gmt|(?:(?:utc|gmt) ?)?{_OFFSET}))?$"
)
_DIGITS = r"^(?P<a>\d{1,2}) ?(?P<mark>[/.\-]) ?(?P<b>\d{1,2}) ?(?P<mark2>[/.\-]) ?(?P<c>\d{4}|\d{2})\.?$"
_YEAR_FIRST = r"^(?P<y>\d{4}) ?[/.\-年년] ?(?P<m>\d{1,2}) ?[/.\-月월] ?(?P<d>\d{1,2})(?: ?[日号號일]|\.)?$"
_COMPACT = r"^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})$"
_DAY_AND_NAME = (
    r"^(?P<d>\d{1,2})(?:st|nd|rd|th|er|o|\.)?[ \-./]*(?:(?:de|of) )?(?P<m>\p{L}{3,})\.?[ \-./,]*(?:del? )?"
    r"'?(?P<y>\d{4}|\d{2})$"
)
_NAME_AND_DAY = r"^(?P<m>\p{L}{3,})\.?[ \-./]*(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:, ?|[ \-./]+)(?P<y>\d{4}|\d{2})$"
_YEAR_AND_NAME = r"^(?P<y>\d{4})[ \-./]+(?P<m>\p{L}{3,})\.?[ \-./]+(?P<d>\d{1,2})$"
_EASTERN = r"[年년日일号號].*\d[ \d]*[:：时時点點시]|上午|下午|午前|午後|오전|오후"
_EASTERN_HALF = r"^(.*?[日일号號]|\d+[/.\-]\d+[/.\-]\d+) ?(上午|下午|午前|午後|오전|오후) ?(.*)$"
_MORNING, _EVENING = r" (?:上午|午前|오전)$", r" (?:下午|午後|오후)$"
_EASTERN_CLOCK = r" ?(\d{1,2}) ?[:：时時点點시] ?(\d{1,2}) ?[:：分분]? ?(\d{1,2})? ?[秒초]?"
_LETTER = r"\p{L}"
_WEEKDAY = (
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[.,]? |"
    r"^(?:mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|"
    r"vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo)[.,]* "
)
_COUNT = r"^[1-9]\d{4,5}(?:\.\d+)?$"
_COUNTED_FROM = "1899-12-30"

_SAID = {DateOrder.DAY_FIRST: "day/month/year", DateOrder.MONTH_FIRST: "month/day/year"}


@dataclass(frozen=True, slots=True)
class ToldOrder:
    """The order of day and month that something else than a column's own dates tells.

    `why` is the name of a wording, which `fields` fill.
    """

    order: DateOrder
    why: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Spelling:
    """The dates of one column in ISO: `text, iso, flaw`, one row per distinct text that is not ISO.

    `order` is the order that the column's own texts decided; `proofs` are the texts that are dates in this order only.
    `parts` are the texts that give only a month, a quarter or a year. `told` is what told the order instead; where it
    could and nothing did, `is_open` is true.
    """

    texts: pl.DataFrame
    order: DateOrder | None = None
    proofs: pl.Series | None = None
    parts: pl.Series | None = None
    told: ToldOrder | None = None
    is_open: bool = False

    def said_order(self) -> str:
        """The order in words: `day/month/year`."""
        return _SAID[self.order] if self.order else ""


def spell_out(
    texts: pl.Series,
    given: DateOrder | None,
    *,
    is_end: bool = False,
    has_years: bool = False,
    told: ToldOrder | None = None,
) -> Spelling | None:
    """The dates of a column in ISO; None where all of them are ISO already.

    What a text that gives no day means depends on `is_end`, and whether it may be a year alone on `has_years`. `told`
    counts where no date of the column is one in a single order.
    """
    distinct = texts.unique()
    others = distinct.filter(~distinct.str.contains(ISO_SHAPE))
    if others.is_empty():
        return None
    dates = _dates(others.alias("text").to_frame())
    order, proofs = (given, None) if given else _decide(dates)
    is_silent = order is None and not _proven(dates)
    if is_silent and told is not None:
        order = told.order
    spelled = dates.select("text", **_reading(order, is_given=given is not None))
    is_open = is_silent and bool((spelled["flaw"] == Flaw.AMBIGUOUS).any())
    spelled, parts = _with_parts(spelled, dates, is_end=is_end, has_years=has_years)
    return Spelling(spelled, None if given else order, proofs, parts, told if is_silent else None, is_open)


def _with_parts(
    spelled: pl.DataFrame, dates: pl.DataFrame, *, is_end: bool, has_years: bool
) -> tuple[pl.DataFrame, pl.Series | None]:
    """The texts with a day for those that give only a month, a quarter or a year; and these texts, if any."""
    is_none = pl.all_horizontal(pl.col(name).is_null() for name in ("certain", "dmy", "mdy", "short")) & ~pl.col(
        "has_time"
    )
    undated = dates.filter(is_none).select("text", "day")
    if undated.is_empty():
        return spelled, None
    has_letters = bool(undated["day"].str.contains(_LETTER).any())
    part = part_date_expr(pl.col("day"), is_end=is_end, has_years=has_years, has_letters=has_letters)
    found = undated.with_columns(part=part)
    short = short_years(undated, has_parts=found["part"].null_count() < found.height)
    joined = found.join(short, on="text", how="left", maintain_order="left")
    month = month_expr(pl.col("month"), is_end=is_end)
    parts = joined.select("text", "flaw", part=pl.coalesce("part", month).dt.to_string("%Y-%m-%d"))
    beside = spelled.join(parts, on="text", how="left", maintain_order="left", suffix="_part")
    flaw = pl.when(pl.col("part").is_null()).then(pl.coalesce("flaw", "flaw_part"))
    texts = beside.select("text", iso=pl.coalesce("iso", "part"), flaw=flaw)
    read = parts.drop_nulls("part")["text"]
    return texts, read if len(read) else None


def counted_day_expr(text: pl.Expr) -> pl.Expr:
    """The day for a number of days, as Excel counts them."""
    days = text.str.extract(r"^\s*(\d+)").cast(pl.Int64, strict=False)
    date = pl.lit(_COUNTED_FROM).str.to_date() + pl.duration(days=days)
    return date.dt.to_string("%Y-%m-%d")


def _dates(texts: pl.DataFrame) -> pl.DataFrame:
    """One row per text, with the day in each way to read it (`certain, dmy, mdy, short`), and its `clock`."""
    lower = _with_western_clock_expr(pl.col("text").str.to_lowercase().str.replace(_WEEKDAY, ""))
    parts = texts.with_columns(day=lower.str.replace(_TIME, ""), time=lower.str.extract_groups(_TIME))
    parts = parts.with_columns(digits=pl.col("day").str.extract_groups(_DIGITS))
    a, b, c = (pl.col("digits").struct.field(name) for name in "abc")
    is_one_mark = pl.col("digits").struct.field("mark") == pl.col("digits").struct.field("mark2")
    is_short = (pl.col("digits").struct.field("mark") == "-") & (c.str.len_bytes() == 2) & (a.str.len_bytes() == 2)
    # No list in English has dates with dots, and all others put the day first.
    is_dotted = pl.col("digits").struct.field("mark") == "."
    is_named = bool(texts["text"].str.contains(_LETTER).any())
    return parts.select(
        "text",
        "day",
        certain=pl.coalesce(
            _certain_expr(is_named=is_named), pl.when(is_one_mark & is_dotted).then(_date_expr(c, b, a))
        ),
        dmy=pl.when(is_one_mark).then(_date_expr(c, b, a)),
        mdy=pl.when(is_one_mark & ~is_dotted).then(_date_expr(c, a, b)),
        short=pl.when(is_one_mark & is_short).then(_date_expr(a, b, c)),
        clock=_clock_expr(),
        has_time=pl.col("time").struct.field("hour").is_not_null(),
    )


def _with_western_clock_expr(text: pl.Expr) -> pl.Expr:
    """The texts with `下午2时30分` and the like as ` 2:30 pm`."""
    half = text.str.replace(_EASTERN_HALF, "${1} ${3} ${2}").str.replace(_MORNING, " am").str.replace(_EVENING, " pm")
    clock = half.str.replace(_EASTERN_CLOCK, " ${1}:${2}:${3}").str.replace(r":([ap ]|$)", "${1}")
    return pl.when(text.str.contains(_EASTERN)).then(clock).otherwise(text)


def _decide(dates: pl.DataFrame) -> tuple[DateOrder | None, pl.Series | None]:
    """The order in which alone some texts are dates, while none is one in the other order only; with these texts."""
    proven = _proven(dates)
    return next(iter(proven.items())) if len(proven) == 1 else (None, None)


def _proven(dates: pl.DataFrame) -> dict[DateOrder, pl.Series]:
    """The texts that are dates in one order only, for each order that has some."""
    telling = dates.filter(pl.col("short").is_null())
    proofs = {
        DateOrder.DAY_FIRST: telling.filter(pl.col("dmy").is_not_null() & pl.col("mdy").is_null())["text"],
        DateOrder.MONTH_FIRST: telling.filter(pl.col("mdy").is_not_null() & pl.col("dmy").is_null())["text"],
    }
    return {order: texts for order, texts in proofs.items() if len(texts)}


def _reading(order: DateOrder | None, *, is_given: bool) -> dict[str, pl.Expr]:
    """The `iso` of each text, or its `flaw` where the column, not the text alone, is the reason."""
    dmy, mdy, short = pl.col("dmy"), pl.col("mdy"), pl.col("short")
    either = pl.coalesce("dmy", "mdy")
    if order is None:
        day, is_open = either, dmy.is_not_null() & mdy.is_not_null() & (dmy != mdy)
    else:
        day, is_open = pl.col(str(order)), pl.lit(value=False)
    is_other_order = day.is_null() & either.is_not_null() & pl.col("certain").is_null()
    if not is_given:
        is_open |= short.is_not_null() & short.ne_missing(day)
    is_open = is_open.fill_null(value=False)
    found = pl.coalesce("certain", pl.when(~is_open).then(day)).dt.to_string("%Y-%m-%d")
    iso = pl.when(~pl.col("has_time")).then(found).otherwise(found + pl.col("clock"))
    flaw = (
        pl.when(is_open)
        .then(pl.lit(str(Flaw.AMBIGUOUS)))
        .when(is_other_order)
        .then(pl.lit(str(Flaw.OTHER_ORDER)))
        .when(pl.col("certain").is_null() & pl.col("text").str.contains(_COUNT))
        .then(pl.lit(str(Flaw.COUNTED)))
    )
    return {"iso": iso, "flaw": flaw}


def _certain_expr(*, is_named: bool) -> pl.Expr:
    """The day of texts that can be read in one way only, because of a year in front or a month's name.

    Where no text has letters, there are no names to look for.
    """
    readings = []
    for pattern in (_YEAR_FIRST, _COMPACT, *((_DAY_AND_NAME, _NAME_AND_DAY, _YEAR_AND_NAME) if is_named else ())):
        parts = pl.col("day").str.extract_groups(pattern)
        year, month, day = (parts.struct.field(name) for name in "ymd")
        number = month.replace_strict(MONTHS, default=None, return_dtype=pl.Int64).cast(pl.String)
        readings.append(_date_expr(year, pl.coalesce(number, month), day))
    return pl.coalesce(readings)


def _date_expr(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The date with these parts; null where there is no such day. Years of two digits are 1980 to 2079."""
    century = pl.when(year.str.len_bytes() == 4).then(pl.lit("")).when(year < "80").then(pl.lit("20"))
    full = century.otherwise(pl.lit("19")) + year
    text = pl.concat_str([full, month.str.zfill(2), day.str.zfill(2)], separator="-")
    return text.str.to_date("%Y-%m-%d", strict=False)


def _clock_expr() -> pl.Expr:
    """The time of day with its zone, such as ` 21:00:00`; null where there is no such time."""
    hour, minute, second, fraction, half, zone = (
        pl.col("time").struct.field(name) for name in ("hour", "minute", "second", "fraction", "half", "zone")
    )
    number = hour.cast(pl.Int64, strict=False)
    of_half = pl.when(number.is_between(1, 12)).then(number % 12 + pl.when(half == "p").then(12).otherwise(0))
    of_day = pl.when(number < 24).then(number)
    full = pl.when(half.is_null()).then(of_day).otherwise(of_half).cast(pl.String).str.zfill(2)
    rest = [minute, second.fill_null("00") + fraction.fill_null("")]
    return pl.lit(" ") + pl.concat_str([full, *rest], separator=":") + zone.fill_null("")
