"""Amounts of money, whole numbers and numbers of months from a cell's text, as Polars expressions.

A single separator before three digits (`1.234`, `1,234`) means thousands to one person and decimals to another. Our
amounts have two decimals, so a comma there separates thousands, unless other amounts of the column have a decimal
comma. A point may also come from a formula whose result has three decimals: it separates thousands only where other
amounts of the column have a decimal comma, and none has a decimal point.
"""

from __future__ import annotations

import polars as pl

from pipeline.intake.cells.values.staged_expressions import in_stages

_DOTTED_WORDS = r"SFR|FR|KR|RS|S/|KČ|РУБ|Р|ЛВ|GRN|ГРН|ДИН|DIN"
_WORDS = (
    "AED ARS AUD BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP GEL HKD HUF IDR ILS INR ISK JOD JPY KES KRW KWD "
    "KZT LKR MAD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD UAH USD UYU VND "
    "ZAR ZŁ ZL KR KČ KC FT LEI TL RM RP RS S/ SOLES FR SFR EURO EUROS DOLLAR DOLLARS POUND POUNDS FRANKEN FRANCS YEN "
    "RMB ЛВ РУБ ГРН ДИН DIN 元 円 원"
).replace(" ", "|")
_CURRENCY = rf"(?:(?:{_DOTTED_WORDS})\.|(?:{_WORDS}|R)|[A-Z]{{0,3}}\p{{Sc}})"
_BEFORE = rf"^(?:{_CURRENCY}\s*){{1,2}}"
_AFTER_DIGITS = rf"([\d.,)\-])(?:\s*(?:(?:{_DOTTED_WORDS})\.|(?:{_WORDS})|[A-Z]{{0,3}}\p{{Sc}})){{1,2}}$"
_AFTER_SIGN = rf"^([+-])\s*(?:{_CURRENCY}\s*){{0,2}}"
_USUAL_SIGNS = " $€£¥"
_MORE_THAN_DIGITS = r"[^\d.,' +\-]|-$|^[+\-] "
_SPACED = r"^[+-]?\d{1,3}(?:[ '’ʼ´`′]\d{3})+(?:[.,]\d{1,2})?$"
_DECIMAL_COMMA = r"^[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d{1,2}$"
_DECIMAL_POINT = r"\.(?:\d{1,2}|\d{4,})$"
_POINT_BEFORE_THREE, _COMMA_BEFORE_THREE = r"^[+-]?[1-9]\d{0,2}\.\d{3}$", r"^[+-]?[1-9]\d{0,2},\d{3}$"
_PLAIN_INTEGER = r"^[+-]?\d+(?:\.(?:0{1,2}|0{4,}))?$"
_GROUPED_INTEGER = r"^[+-]?[1-9]\d{0,2}(?:(?:,\d{3})+|(?:[ '’ʼ´`′]\d{3})+|(?:\.\d{3}){2,})(?:\.0{1,2})?$"
_MONTHS = r"^(\d{1,4})(?:\.0)? ?(?:m|mo|mos|mth|mths|month|months|mois|monat|monate|mes|meses|maand|maanden|mesi)\.?$"
_YEARS = r"^(\d{1,3})(?:\.0)? ?(?:y|yr|yrs|year|years|an|ans|année|années|jahr|jahre|j|año|años|jaar|anno|anni)\.?$"

# Matches an amount with three digits after its only separator, with or without other text around it.
AMBIGUOUS_AMOUNT = r"^[^\d]*[1-9]\d{0,2}[.,]\d{3}[^\d]*$"


def decimal_expr(text: pl.Expr) -> pl.Expr:
    """Money with two decimals: `1234.5`, `1,234.50`, `1.234,50`, `1 234,50`, with or without a currency.

    Negative with a minus on either side, or in parentheses. A comma is a decimal one where it cannot separate
    thousands. More than two decimals are refused, except the noise of binary fractions. The whole column decides.
    """
    stages = (_bare_expr, _unspaced_expr, _pointed_expr, _money_expr)
    return in_stages(text, stages, pl.Decimal(18, 2))


def integer_expr(text: pl.Expr) -> pl.Expr:
    """A whole number, such as `12`, `12.0` or `1,200`; null for `1.200`, which is ambiguous."""
    return text.map_batches(_integers, return_dtype=pl.Int64())


def months_expr(text: pl.Expr) -> pl.Expr:
    """A whole number of months: `36`, `36 months`, `3 years`, `24 mois`, `3 Jahre`."""
    return text.map_batches(_months, return_dtype=pl.Int64())


def _integers(texts: pl.Series) -> pl.Series:
    """The whole numbers; only a column with more than plain digits takes the slow way."""
    plain = texts.cast(pl.Int64, strict=False)
    if plain.null_count() == texts.null_count():
        return plain
    text = pl.col("text")
    whole = text.str.replace(r"\.0+$", "")
    ungrouped = text.str.replace(r"\.0{1,2}$", "").str.replace_all(r"[^\d+\-]", "")
    digits = (
        pl.when(text.str.contains(_PLAIN_INTEGER)).then(whole).when(text.str.contains(_GROUPED_INTEGER)).then(ungrouped)
    )
    return texts.to_frame("text").select(digits.cast(pl.Int64, strict=False)).to_series()


def _months(texts: pl.Series) -> pl.Series:
    numbers = _integers(texts)
    if numbers.null_count() == texts.null_count():
        return numbers
    lower = pl.col("text").str.to_lowercase()
    months = lower.str.extract(_MONTHS).cast(pl.Int64)
    years = lower.str.extract(_YEARS).cast(pl.Int64) * 12
    said = texts.to_frame("text").select(text=pl.coalesce(months, years))["text"]
    return numbers.fill_null(said)


def _bare_expr(text: pl.Expr) -> pl.Expr:
    """The amounts in upper case, with a minus in front if at all, without their currency."""
    return text.map_batches(_bare, return_dtype=pl.String())


def _bare(texts: pl.Series) -> pl.Series:
    """The amounts without their currency; the usual signs are cut off quickly, and only other texts take longer."""
    cut = texts.str.strip_chars(_USUAL_SIGNS)
    if not cut.str.contains(_MORE_THAN_DIGITS).any():
        return cut
    cells = texts.to_frame("cell")
    for stage in (_without_currency_expr, _signed_expr):
        cells = cells.select(stage(pl.col("cell")).alias("cell"))
    return cells["cell"]


def _without_currency_expr(text: pl.Expr) -> pl.Expr:
    """The amounts in upper case, without the currency around them; the minus is `-`, and `1'234.-` has no cents."""
    upper = text.str.to_uppercase().str.replace_all(r"[−–—]", "-")
    without = upper.str.replace(_BEFORE, "").str.replace(_AFTER_DIGITS, "${1}")
    return without.str.replace(r"[.,]-{1,2}$", "")


def _signed_expr(bare: pl.Expr) -> pl.Expr:
    """The amounts with a minus in front, in place of one behind or of parentheses, and without a currency inside."""
    in_front = (
        pl.when(bare.str.contains(r"^\([^()+-]+\)$"))
        .then(pl.lit("-") + bare.str.strip_chars("() "))
        .when(bare.str.contains(r"^[^-].*\d ?-$"))
        .then(pl.lit("-") + bare.str.strip_chars_end("- "))
        .otherwise(bare)
    )
    return in_front.str.replace(_AFTER_SIGN, "${1}").str.replace(_AFTER_DIGITS, "${1}")


def _unspaced_expr(amount: pl.Expr) -> pl.Expr:
    is_spaced = amount.str.contains(_SPACED)
    return pl.when(is_spaced).then(amount.str.replace_all(r"[ '’ʼ´`′]", "")).otherwise(amount)


def _pointed_expr(amount: pl.Expr) -> pl.Expr:
    """The amounts with a decimal point and without thousands separators; null where neither reading is certain."""
    has_comma = amount.str.contains(_DECIMAL_COMMA).any()
    has_point = amount.str.contains(_DECIMAL_POINT).any()
    without_points = amount.str.replace_all(".", "", literal=True)
    without_commas = amount.str.replace_all(",", "", literal=True)
    return (
        pl.when(amount.str.contains(_POINT_BEFORE_THREE))
        .then(pl.when(has_comma & ~has_point).then(without_points))
        .when(amount.str.contains(_COMMA_BEFORE_THREE))
        .then(pl.when(~has_comma).then(without_commas))
        .when(amount.str.contains(r"^[+-]?\d+(?:\.\d+)?$|^[+-]?\.\d+$"))
        .then(amount)
        .when(
            amount.str.contains(r"^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$|^[+-]?[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d+)?$")
        )
        .then(without_commas)
        .when(amount.str.contains(r"^[+-]?[1-9]\d{0,2}(?:\.\d{3})+,\d{1,2}$|^[+-]?[1-9]\d{0,2}(?:\.\d{3}){2,}$"))
        .then(without_points.str.replace(",", ".", literal=True))
        .when(amount.str.contains(r"^[+-]?\d+,\d{1,2}$"))
        .then(amount.str.replace(",", ".", literal=True))
    )


def _money_expr(pointed: pl.Expr) -> pl.Expr:
    """Decimals from texts with a decimal point. Only a text with more than two decimals goes through a float."""
    is_short = pointed.str.contains(r"^[+-]?\d{0,16}(?:\.\d{1,2})?$")
    number = pointed.cast(pl.Float64, strict=False)
    rounded = number.round(2)
    is_noise = ((number - rounded).abs() < 1e-7) & (number.abs() < 1e13)
    exact = pl.when(is_short).then(pointed).cast(pl.Decimal(18, 2), strict=False)
    denoised = pl.when(~is_short & is_noise).then(rounded).cast(pl.Decimal(18, 2), strict=False)
    return pl.coalesce(exact, denoised)
