"""Identifiers that a spreadsheet program has turned into numbers, and what they have lost.

A spreadsheet keeps 15 digits of a number and no leading zeros, though a number format may show some.
"""

from __future__ import annotations

import re

import polars as pl

from pipeline.intake.cells.damage.damage_issues import first_told_exprs
from schemas.reasons.cell_issues import DAMAGED_NUMBERS
from schemas.reasons.filled_frames import format_expr

KEPT_DIGITS = 15

# Matches a number in the form in which Excel shows it: `6.37702E+15`. `1E5`, `12E45` and `3E-05` are fine identifiers.
EXPONENT_TEXT = r"^\d{1,3}(?:[.,]\d+)?[eE]\+\d{1,3}$|^\d[.,]\d+[eE]-\d{1,3}$"

# Matches a number format in exponent form.
SCIENTIFIC = r"[0#?][eE][+-]"

# Up to so many digits before an E may have been typed.
_FEW_DIGITS = 5

_MAC_DIGITS = 12
_KEPT, _MAC = pl.lit(KEPT_DIGITS), pl.lit(_MAC_DIGITS)
_SHOWN = {True: "mac_without_zeros", False: "shown_with_zeros"}
_FORMAT_PART = re.compile(r'"([^"]*)"|\\(.)|([0#]+)|([-/ ()])|\[\$([^\]-]*)[^\]]*\]|_.|\*.')


def judged_numbers(cells: pl.DataFrame, *, is_mac: bool) -> pl.DataFrame:
    """The cells with the texts about damaged ones; null where the number is undamaged.

    `cells` have the `text` that was read, the number as it is stored (`raw`, perhaps null), and its `format`.
    """
    number = pl.coalesce(pl.col("raw").cast(pl.Float64, strict=False), pl.col("text").cast(pl.Float64, strict=False))
    shown = [_with_shown(part, is_mac=is_mac) for part in cells.partition_by("format", maintain_order=True)]
    known = pl.concat(shown).with_columns(number=number, entered=_entered_expr(number)).rechunk()
    is_scientific = pl.col("format").str.contains(SCIENTIFIC).fill_null(value=False)
    is_short = pl.col("entered").str.len_chars() <= _FEW_DIGITS + 4
    digits = _digits_expr()
    tests = [
        (is_scientific & is_short, "exponent", {"likely": pl.col("entered")}),
        (number.abs() >= 10**KEPT_DIGITS, "too_long", {"lost": digits - KEPT_DIGITS, "digits": digits, "kept": _KEPT}),
        (number != number.round(), "decimals", {}),
        (is_scientific, "shown_as_exponent", {"likely": pl.col("text")}),
        (pl.col("shown") != pl.col("text"), _SHOWN[is_mac], {"likely": pl.col("shown"), "digits": _MAC}),
    ]
    is_zero = number.fill_null(0) == 0
    told = first_told_exprs([(~is_zero & test, DAMAGED_NUMBERS[name], values) for test, name, values in tests])
    return known.with_columns(**told).drop("number", "entered", "shown")


def shown_numbers(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells whose text is a number as Excel shows it, with the texts about them: how many digits are left."""
    found = cells.filter(pl.col("text").str.contains(EXPONENT_TEXT)).rechunk()
    text = pl.col("text")
    mantissa = text.str.extract(r"^([\d.,]+)")
    whole = mantissa.str.extract(r"^(\d+)").str.len_chars().cast(pl.Int64)
    exponent = text.str.extract(r"\+(\d+)$").cast(pl.Int64)
    given, needed = mantissa.str.count_matches(r"\d").cast(pl.Int64), whole + exponent
    told = first_told_exprs(
        [
            (needed > given, DAMAGED_NUMBERS["lost_digits"], {"lost": needed - given, "digits": needed}),
            (pl.lit(value=True), DAMAGED_NUMBERS["exponent"], {}),
        ]
    )
    return found.with_columns(**told)


def _digits_expr() -> pl.Expr:
    """The number of digits of a number; counted in the text, unless that is in exponent form."""
    in_text = pl.col("text").str.extract(r"^-?(\d+)$").str.len_chars().cast(pl.Int64)
    return pl.coalesce(in_text, pl.col("number").abs().log10().floor().cast(pl.Int64) + 1)


def _entered_expr(number: pl.Expr) -> pl.Expr:
    """The shortest text with an E for a number, such as `12E45`."""
    text = number.abs().cast(pl.String).str.replace(r"\.0+(e|$)", "${1}")
    mantissa = text.str.extract(r"^([\d.]+)")
    decimals = mantissa.str.extract(r"\.(\d+)$").str.len_chars().fill_null(0).cast(pl.Int64)
    digits = mantissa.str.replace(".", "", literal=True).str.replace("^0+", "")
    exponent = text.str.extract(r"e\+?(-?\d+)$").cast(pl.Int64).fill_null(0) - decimals
    kept = digits.str.replace("0+$", "")
    zeros = digits.str.len_chars().cast(pl.Int64) - kept.str.len_chars().cast(pl.Int64)
    return format_expr("{}E{}", kept, exponent + zeros)


def _with_shown(cells: pl.DataFrame, *, is_mac: bool) -> pl.DataFrame:
    """The cells, all of one format, with the text that is `shown` where it has more than the number's digits."""
    if is_mac:
        return cells.with_columns(shown=pl.col("text").str.zfill(_MAC_DIGITS))
    return cells.with_columns(shown=_formatted_expr(cells["format"].item(0)))


def _formatted_expr(code: str | None) -> pl.Expr:
    """The whole number in a format of digits and fixed texts (`00000`, `"SN-"000`); null in other formats."""
    parts = _format_parts(code or "")
    digit_parts = [part for part, is_digits in parts if is_digits]
    width, zeros = sum(map(len, digit_parts)), sum(part.count("0") for part in digit_parts)
    if not width or (not zeros and len(parts) == 1):
        return pl.lit(None, pl.String)
    digits = pl.col("text").str.zfill(zeros)
    pieces, left = [], width
    for at, (part, is_digits) in enumerate(parts):
        if not is_digits:
            pieces.append(pl.lit(part))
            continue
        left -= len(part)
        is_first = not any(was_digits for _part, was_digits in parts[:at])
        upto = digits if left == 0 else digits.str.head(-left)
        pieces.append(upto if is_first else upto.str.tail(len(part)))
    return pl.when(pl.col("text").str.contains(r"^\d+$")).then(pl.concat_str(pieces))


def _format_parts(code: str) -> list[tuple[str, bool]]:
    """The pieces of a format up to its first semicolon, and whether each stands for digits; none for other formats."""
    parts: list[tuple[str, bool]] = []
    at = 0
    while at < len(code) and code[at] != ";":
        match = _FORMAT_PART.match(code, at)
        if match is None:
            return []
        quoted, escaped, digits, sign, currency = match.groups()
        text = digits or quoted or escaped or sign or currency
        if text:
            parts.append((text, digits is not None))
        at = match.end()
    return parts
