"""From a cell's text to its value, as Polars expressions: one function per type of field.

Each takes an expression of text and gives the typed value, null where the text is not one. Blank is null before and
after. Whether a null means blank or bad is told by the text beside it (see `rows`).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.instants import date_expr, instant_expr, usual_instant_expr
from pipeline.intake.stages import in_stages
from schemas.fields import FieldType
from schemas.placeholders import EMPTY_MACS

if TYPE_CHECKING:
    from collections.abc import Callable

CLEAR, NOBODY = "<clear>", "<none>"
"""What a person writes to empty a value, and to say that nobody shall hold a device."""

MARKERS = (CLEAR, NOBODY)

_INVISIBLE = r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
ODD = r"[^ -~]|  |^ | $|^#|<|^$"
"""Matches text that is not plain: not ASCII, odd spaces, perhaps an error or a marker. Measured: 4 ms for 200,000."""

_EMAIL = r"^[^\s@<>(),;:\"\\\[\]]+@[^\s@<>(),;:\"\\\[\]_]+\.(?:xn--[a-z\d\-]+|[^\s@<>(),;:\"\\\[\].\d_\-]{2,})$"
_DOTS = r"\.\.|^\.|\.@|@\.|@-|-\.|\.$"
_PAIRS, _QUADS = r"(?:[0-9A-F]{2}[:\-. ]){5}[0-9A-F]{2}", r"(?:[0-9A-F]{4}[.:\-]){2}[0-9A-F]{4}"
_MAC = rf"^(?:{_PAIRS}|{_QUADS}|[0-9A-F]{{6}}-[0-9A-F]{{6}}|[0-9A-F]{{12}})$"
_SIGNS = " $€£¥₹₽₺₴"
_CODES = r"^(?:EUR|USD|GBP|CHF|CAD|AUD|SEK|NOK|DKK|PLN)\s*|\s*(?:EUR|USD|GBP|CHF|CAD|AUD|SEK|NOK|DKK|PLN)$"
_SIGNED = r"^([+-])[$€£]"
_TRUE = ("yes", "true", "1", "y", "x", "oui", "ja", "si", "sí", "on")
_FALSE = ("no", "false", "0", "n", "non", "nein", "off")


def tidied_expr(text: pl.Expr) -> pl.Expr:
    """Text without invisible characters, with single ordinary spaces inside and none around; blank is null."""
    visible = text.str.replace_all(_INVISIBLE, "").str.replace_all(r"[\s\u00a0]+", " ").str.strip_chars()
    return pl.when(visible != "").then(visible)


def key_expr(text: pl.Expr) -> pl.Expr:
    """Tidied text in the one form in which keys are compared, in either case."""
    return tidied_expr(text.str.normalize("NFKC"))


def value_expr(field_type: FieldType, text: pl.Expr, timezone: str) -> pl.Expr:
    """The typed value of tidied text."""
    if field_type is FieldType.INSTANT:
        return instant_expr(text, timezone)
    return _VALUES[field_type](text)


def identifier_expr(text: pl.Expr) -> pl.Expr:
    """Upper case, in the form in which keys are compared."""
    return text.str.to_uppercase().map_batches(_composed, return_dtype=pl.String())


def mac_expr(text: pl.Expr) -> pl.Expr:
    """`AA:BB:CC:DD:EE:FF` from colons, dashes, dots, spaces or bare digits."""
    return in_stages(text, (identifier_expr, _mac_digits_expr, _mac_pairs_expr, _real_mac_expr), pl.String())


def email_expr(text: pl.Expr) -> pl.Expr:
    """The whole address, casefolded: `Straße@x.org` and `STRASSE@x.org` are one."""
    return in_stages(text, (_casefolded_expr, _address_expr), pl.String())


def integer_expr(text: pl.Expr) -> pl.Expr:
    """A whole number; `12.0` is one."""
    return text.str.replace(r"\.0+$", "").cast(pl.Int64, strict=False)


def decimal_expr(text: pl.Expr) -> pl.Expr:
    """Money with two decimals: `1234.5`, `1,234.50`, `1.234,50`, `1 234,50`, with or without a currency.

    A decimal comma is one where it cannot be a thousands separator. More than two decimals are none of ours, except
    the noise of binary fractions.
    """
    return in_stages(text, (_amount_expr, _unspaced_expr, _pointed_expr, _money_expr), pl.Decimal(18, 2))


def boolean_expr(text: pl.Expr) -> pl.Expr:
    """Yes or no in the usual words."""
    lower = text.str.to_lowercase()
    return (
        pl.when(lower.is_in(list(_TRUE)))
        .then(pl.lit(value=True))
        .when(lower.is_in(list(_FALSE)))
        .then(pl.lit(value=False))
    )


def list_expr(text: pl.Expr) -> pl.Expr:
    """The entries in their order, once each, joined by `; `. A cell of separators only is not a list."""
    entries = text.str.replace_all(r"\s*[;,\n]\s*", ";").str.split(";")
    unique = entries.list.eval(pl.element().filter(pl.element() != "").unique(maintain_order=True))
    joined = unique.list.join("; ")
    return pl.when(joined != "").then(joined)


def layout_expr(text: pl.Expr) -> pl.Expr:
    """A keyboard layout key: `French AZERTY` is `FRENCH_AZERTY`."""
    key = text.str.to_uppercase().str.replace_all(r"[ \-]+", "_")
    return pl.when(key.str.contains(r"^[A-Z0-9_]+$")).then(key)


def action_expr(text: pl.Expr) -> pl.Expr:
    """`assign` or `unassign`."""
    lower = text.str.to_lowercase()
    return pl.when(lower.is_in(["assign", "unassign"])).then(lower)


def _address_expr(folded: pl.Expr) -> pl.Expr:
    return pl.when(folded.str.contains(_EMAIL) & ~folded.str.contains(_DOTS)).then(folded)


def _casefolded_expr(text: pl.Expr) -> pl.Expr:
    return text.map_batches(_casefolded, return_dtype=pl.String())


def _casefolded(texts: pl.Series) -> pl.Series:
    """Lower case does for ASCII; Polars has no casefolding for the few other texts."""
    lower = texts.str.to_lowercase()
    others = lower.filter(lower.str.len_bytes() > lower.str.len_chars()).unique().to_list()
    folded = [unicodedata.normalize("NFKC", text.casefold()) for text in others]
    return lower.replace(others, folded) if others else lower


def _composed(upper: pl.Series) -> pl.Series:
    """Upper case may take characters apart; ASCII has none such, and is the rule."""
    is_plain = (upper.str.len_bytes() == upper.str.len_chars()).all()
    return upper if is_plain else upper.str.normalize("NFKC")


def _mac_digits_expr(upper: pl.Expr) -> pl.Expr:
    return pl.when(upper.str.contains(_MAC)).then(upper.str.replace_all(r"[:\-. ]", ""))


def _mac_pairs_expr(digits: pl.Expr) -> pl.Expr:
    return pl.concat_str([digits.str.slice(start, 2) for start in range(0, 12, 2)], separator=":")


def _real_mac_expr(mac: pl.Expr) -> pl.Expr:
    return pl.when(~mac.is_in(list(EMPTY_MACS))).then(mac)


def _amount_expr(text: pl.Expr) -> pl.Expr:
    """Without its currency."""
    return text.str.to_uppercase().str.strip_chars(_SIGNS).str.replace(_CODES, "").str.replace(_SIGNED, "${1}")


def _unspaced_expr(amount: pl.Expr) -> pl.Expr:
    is_spaced = amount.str.contains(r"^[+-]?\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d{1,2})?$")
    return pl.when(is_spaced).then(amount.str.replace_all(r"[ '’]", "")).otherwise(amount)


def _pointed_expr(amount: pl.Expr) -> pl.Expr:
    """With a decimal point and without thousands separators; null where neither reading is certain."""
    return (
        pl.when(amount.str.contains(r"^[+-]?\d+(?:\.\d+)?$|^[+-]?\.\d+$"))
        .then(amount)
        .when(amount.str.contains(r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$"))
        .then(amount.str.replace_all(",", "", literal=True))
        .when(amount.str.contains(r"^[+-]?\d{1,3}(?:\.\d{3})+,\d{1,2}$|^[+-]?\d{1,3}(?:\.\d{3}){2,}$"))
        .then(amount.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
        .when(amount.str.contains(r"^[+-]?\d+,\d{1,2}$"))
        .then(amount.str.replace(",", ".", literal=True))
    )


def _money_expr(pointed: pl.Expr) -> pl.Expr:
    """Decimals from text with a decimal point. Only text with more than two decimals goes through a float."""
    is_short = pointed.str.contains(r"^[+-]?\d{0,16}(?:\.\d{1,2})?$")
    number = pointed.cast(pl.Float64, strict=False)
    rounded = number.round(2)
    is_noise = ((number - rounded).abs() < 1e-7) & (number.abs() < 1e13)
    exact = pl.when(is_short).then(pointed).cast(pl.Decimal(18, 2), strict=False)
    denoised = pl.when(~is_short & is_noise).then(rounded).cast(pl.Decimal(18, 2), strict=False)
    return pl.coalesce(exact, denoised)


def _as_it_is(text: pl.Expr) -> pl.Expr:
    return text


_VALUES: dict[FieldType, Callable[[pl.Expr], pl.Expr]] = {
    FieldType.TEXT: _as_it_is,
    FieldType.IDENTIFIER: identifier_expr,
    FieldType.MAC: mac_expr,
    FieldType.EMAIL: email_expr,
    FieldType.INTEGER: integer_expr,
    FieldType.DECIMAL: decimal_expr,
    FieldType.DATE: date_expr,
    FieldType.BOOLEAN: boolean_expr,
    FieldType.LIST: list_expr,
    FieldType.LAYOUT: layout_expr,
    FieldType.ACTION: action_expr,
}


@dataclass(frozen=True, slots=True)
class Usual:
    """The commonest spelling of a type, and the short way to its value, for columns in which all cells have it."""

    pattern: str
    value_expr: Callable[[pl.Expr, str], pl.Expr]


def _usual_mac_expr(text: pl.Expr, _timezone: str) -> pl.Expr:
    return pl.when(~text.is_in(list(EMPTY_MACS))).then(text)


def _usual_decimal_expr(text: pl.Expr, _timezone: str) -> pl.Expr:
    return text.cast(pl.Decimal(18, 2), strict=False)


USUAL: dict[FieldType, Usual] = {
    FieldType.MAC: Usual(r"^(?:[0-9A-F]{2}:){5}[0-9A-F]{2}$", _usual_mac_expr),
    FieldType.DECIMAL: Usual(r"^-?\d{1,16}(?:\.\d{1,2})?$", _usual_decimal_expr),
    FieldType.INSTANT: Usual(r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$", usual_instant_expr),
}
"""Measured on 200,000 cells: a look at all of them costs 7 ms, the long way of a MAC address 60 ms."""
