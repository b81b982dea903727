"""Numbers where an identifier should be: what they have lost.

A spreadsheet keeps 15 digits of a number, and no zeros before the first one, though a number format may show such.
"""

from __future__ import annotations

import re

import polars as pl

from pipeline.intake.cells.damage.damage_issues import ENTER_AGAIN, perhaps_expr

KEPT_DIGITS = 15

EXPONENT_TEXT = r"^\d{1,3}(?:[.,]\d+)?[eE]\+\d{1,3}$|^\d[.,]\d+[eE]-\d{1,3}$"
"""A number as Excel shows it: `6.37702E+15`. `1E5`, `12E45` and `3E-05` are fine identifiers."""

SCIENTIFIC = r"[0#?][eE][+-]"
"""Matches a number format in exponent form."""

_FEW_DIGITS = 5
"""So many digits before an E may have been typed."""
_MAC_DIGITS = 12
_FORMAT_PART = re.compile(r'"([^"]*)"|\\(.)|([0#]+)|([-/ ()])|\[\$([^\]-]*)[^\]]*\]|_.|\*.')


def judged_numbers(cells: pl.DataFrame, *, is_mac: bool) -> pl.DataFrame:
    """The cells with what is `said` of the damaged ones and the `hint`; null where the number is whole.

    `cells` have the `text` that was read, the number as it is kept (`raw`, perhaps null), and its `format`.
    """
    number = pl.coalesce(pl.col("raw").cast(pl.Float64, strict=False), pl.col("text").cast(pl.Float64, strict=False))
    shown = [_with_shown(part, is_mac=is_mac) for part in cells.partition_by("format", maintain_order=True)]
    known = pl.concat(shown).with_columns(number=number, entered=_entered_expr(number)).rechunk()
    is_scientific = pl.col("format").str.contains(SCIENTIFIC).fill_null(value=False)
    is_short = pl.col("entered").str.len_chars() <= _FEW_DIGITS + 4
    branches = [
        (
            is_scientific & is_short,
            _said_expr("is a number in exponent form"),
            perhaps_expr(pl.col("entered"), "was entered"),
        ),
        (number.abs() >= 10**KEPT_DIGITS, _too_long_expr(), pl.lit(ENTER_AGAIN)),
        (number != number.round(), _said_expr("is a number with decimals, not an identifier"), pl.lit(ENTER_AGAIN)),
        (is_scientific, _said_expr("is shown in exponent form"), perhaps_expr(pl.col("text"), "is meant")),
        (pl.col("shown") != pl.col("text"), _shown_expr(is_mac=is_mac), perhaps_expr(pl.col("shown"), "is meant")),
    ]
    is_zero = number.fill_null(0) == 0
    said, hint = (
        pl.coalesce(pl.when(~is_zero & branch[0]).then(branch[place]) for branch in branches) for place in (1, 2)
    )
    return known.with_columns(said=said, hint=hint).drop("number", "entered", "shown")


def shown_numbers(cells: pl.DataFrame) -> pl.DataFrame:
    """Those cells whose very text is a number as Excel shows it, with what is `said` of it and the `hint`."""
    found = cells.filter(pl.col("text").str.contains(EXPONENT_TEXT)).rechunk()
    return found.with_columns(said=_lost_digits_expr(), hint=pl.lit(ENTER_AGAIN))


def _said_expr(what: str) -> pl.Expr:
    return pl.format(f'"{{}}" {what}.', "value")


def _lost_digits_expr() -> pl.Expr:
    """What is said of a text that is a number in exponent form: how many of its digits are left."""
    text = pl.col("text")
    mantissa = text.str.extract(r"^([\d.,]+)")
    whole = mantissa.str.extract(r"^(\d+)").str.len_chars().cast(pl.Int64)
    exponent = text.str.extract(r"\+(\d+)$").cast(pl.Int64)
    given, needed = mantissa.str.count_matches(r"\d").cast(pl.Int64), whole + exponent
    said = '"{}" is a number that has lost {} of its {} digits: it is only what a spreadsheet program shows of it.'
    lost = pl.format(said, "value", needed - given, needed)
    return pl.when(needed > given).then(lost).otherwise(_said_expr("is a number in exponent form"))


def _too_long_expr() -> pl.Expr:
    """How many digits are lost. The text has all of them, but where it is in exponent form."""
    in_text = pl.col("text").str.extract(r"^-?(\d+)$").str.len_chars().cast(pl.Int64)
    digits = pl.coalesce(in_text, pl.col("number").abs().log10().floor().cast(pl.Int64) + 1)
    said = f'"{{}}" is a number that has lost {{}} of its {{}} digits: spreadsheet programs keep {KEPT_DIGITS}.'
    return pl.format(said, "value", digits - KEPT_DIGITS, digits)


def _entered_expr(number: pl.Expr) -> pl.Expr:
    """The shortest text with an E for a number: `12E45`."""
    text = number.abs().cast(pl.String).str.replace(r"\.0+(e|$)", "${1}")
    mantissa = text.str.extract(r"^([\d.]+)")
    decimals = mantissa.str.extract(r"\.(\d+)$").str.len_chars().fill_null(0).cast(pl.Int64)
    digits = mantissa.str.replace(".", "", literal=True).str.replace("^0+", "")
    exponent = text.str.extract(r"e\+?(-?\d+)$").cast(pl.Int64).fill_null(0) - decimals
    kept = digits.str.replace("0+$", "")
    zeros = digits.str.len_chars().cast(pl.Int64) - kept.str.len_chars().cast(pl.Int64)
    return pl.format("{}E{}", kept, exponent + zeros)


def _shown_expr(*, is_mac: bool) -> pl.Expr:
    if is_mac:
        return _said_expr(f"is a number, which has lost the zeros that its {_MAC_DIGITS} digits begin with")
    return pl.format('"{}" is shown as {}, but the cell holds only the number {}.', "value", "shown", "text")


def _with_shown(cells: pl.DataFrame, *, is_mac: bool) -> pl.DataFrame:
    """The cells, all of one format, with the text that is `shown` where that is more than the number's digits."""
    if is_mac:
        return cells.with_columns(shown=pl.col("text").str.zfill(_MAC_DIGITS))
    return cells.with_columns(shown=_formatted_expr(cells["format"].item(0)))


def _formatted_expr(code: str | None) -> pl.Expr:
    """The whole number in a format of digits and fixed texts (`00000`, `"SN-"000`); null for any other format."""
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
    """The pieces of a format up to its first semicolon, each with whether it stands for digits; none for any other."""
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
