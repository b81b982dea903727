"""Expressions for phrases: the place of a row, an instant, a list, the names of identifiers."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipeline.model import Sheet
from pipeline.outputs.local_times import local_expr
from schemas.instants import OPEN_END
from schemas.reasons.filled_frames import format_expr
from schemas.vocabulary import DEVICE_KINDS, Kind

# The words for each identifier, the strongest first.
IDENTIFIER_WORDS = {
    "serial_number": "serial number",
    "asset_tag": "asset tag",
    "mac_address": "MAC address",
    "device_id": "device number",
}


def place(file: str, sheet: str | None) -> str:
    """The place of a sheet: `a.xlsx, sheet Two`; only the file where it has no sheets, as a CSV file."""
    return f"{file}, sheet {sheet}" if sheet else file


def place_expr() -> pl.Expr:
    """The place of a sheet, as `place` has it, from the columns `file` and `sheet`."""
    return pl.when(_has_sheet("sheet")).then(format_expr("{}, sheet {}", "file", "sheet")).otherwise("file")


def row_expr() -> pl.Expr:
    """The place of a row: `a.xlsx, sheet Two, row 3`, `b.csv, row 5`."""
    return format_expr("{}, row {}", place_expr(), "row")


def other_row_expr(prefix: str) -> pl.Expr:
    """The place of another row, seen from this one, from the columns `<prefix>file`, `<prefix>sheet`, `<prefix>row`.

    `row 14` in the same sheet, `row 3 of sheet Two` in the same file, else `b.xlsx, sheet Two, row 3` or `b.csv row 5`.
    """
    file, sheet, row = (f"{prefix}{name}" for name in ("file", "sheet", "row"))
    is_same_file = pl.col(file) == pl.col("file")
    return (
        pl.when(is_same_file & pl.col(sheet).eq_missing(pl.col("sheet")))
        .then(format_expr("row {}", row))
        .when(is_same_file)
        .then(format_expr("row {} of sheet {}", row, sheet))
        .when(_has_sheet(sheet))
        .then(format_expr("{}, sheet {}, row {}", file, sheet, row))
        .otherwise(format_expr("{} row {}", file, row))
    )


def instant_expr(column: str, timezone: str = "UTC") -> pl.Expr:
    """An instant as people write it: the date, and the time of day only where it is not midnight; null where open.

    In a time zone other than UTC both times are given: the one that was typed, and the one in the ledger.
    """
    if timezone == "UTC":
        return zoned_instant_expr(column, timezone)
    instant = pl.col(column).cast(pl.Datetime("us"))
    kept = instant.dt.strftime("%Y-%m-%d %H:%M UTC")
    text = format_expr("{} ({}; {})", _local_expr(instant, timezone), pl.lit(timezone), kept)
    return pl.when(instant < OPEN_END).then(text)


def zoned_instant_expr(column: str, timezone: str) -> pl.Expr:
    """An instant in that time zone: the date, and where it is not midnight the time and its zone; null where open."""
    instant = pl.col(column).cast(pl.Datetime("us"))
    return pl.when(instant < OPEN_END).then(_local_expr(instant, timezone, f" {timezone}"))


def typed_instant_expr(column: str, timezone: str) -> pl.Expr:
    """An instant as it was typed in the sheet, in the time zone of the settings; null where open."""
    return instant_expr(column) if timezone == "UTC" else _local_expr(pl.col(column), timezone)


def listing_expr(parts: pl.Expr) -> pl.Expr:
    """A column of lists as text: `a`, `a and b`, `a, b and c`; null where there is nothing.

    Where a part contains a comma, the parts are separated by semicolons.
    """
    has_commas = parts.list.join("").str.contains(", ", literal=True)
    comma = pl.when(has_commas).then(pl.lit("; ")).otherwise(pl.lit(", "))
    last_comma = pl.when(has_commas & (parts.list.len() > 2)).then(pl.lit("; and ")).otherwise(pl.lit(" and "))
    leading = parts.list.head(parts.list.len() - 1).list.join(comma)
    several = pl.concat_str(leading, last_comma, parts.list.last())
    return pl.when(parts.list.len() > 1).then(several).otherwise(parts.list.last())


def _has_sheet(sheet: str) -> pl.Expr:
    return pl.col(sheet).fill_null("") != ""


def _local_expr(instant: pl.Expr, timezone: str, zone: str = "") -> pl.Expr:
    return _day_and_time(local_expr(instant, timezone), zone)


def _day_and_time(instant: pl.Expr, zone: str) -> pl.Expr:
    is_midnight = instant.dt.time() == pl.time(0, 0, 0)
    day = pl.when(is_midnight).then(instant.dt.strftime("%Y-%m-%d"))
    return day.otherwise(instant.dt.strftime(f"%Y-%m-%d at %H:%M{zone}"))


def letters_of(sheets: Sequence[Sheet]) -> pl.DataFrame:
    """One row per column with a field, of each sheet: `file, sheet, part, kind, field, letter`.

    The columns of a register are listed under each of the kinds in which its rows are decided, too. Where a row has
    several devices, `part` is the header of the column that identifies the one that is meant; else it is blank.
    """
    columns = [
        (sheet.file, sheet.sheet, sheet.column, kind.value, field, letter)
        for sheet in sheets
        for kind in (sheet.kind, *(DEVICE_KINDS if sheet.kind is Kind.REGISTER else ()))
        for field, letter in sheet.columns.items()
    ]
    schema = dict.fromkeys(("file", "sheet", "part", "kind", "field", "letter"), pl.String)
    letters = pl.DataFrame(columns, schema=schema, orient="row")
    return letters.unique(["file", "sheet", "part", "kind", "field"], keep="first", maintain_order=True)


def amount_expr(amount: pl.Expr) -> pl.Expr:
    """An amount as people write it, `1,234.50`, as in the messages about totals."""
    text = amount.cast(pl.String)
    backwards = text.str.extract(r"(\d+)\.").str.reverse().str.replace_all(r"(\d{3})", "${1},")
    whole = backwards.str.reverse().str.strip_chars_start(",")
    return pl.concat_str(text.str.extract("^(-?)"), whole, text.str.extract(r"(\.\d+)$"))
