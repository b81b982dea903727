"""The value of a cell from its text, as Polars expressions: one function per type of field.

Each takes an expression of text and gives the typed value, null where the text is not one. Blank is null before and
after. Whether a null means blank or bad is told by the text beside it (see `rows`).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.values.amounts import decimal_expr, integer_expr
from pipeline.intake.cells.values.instants import date_expr, instant_expr, usual_instant_expr
from pipeline.intake.cells.values.staged_expressions import in_stages
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
_NAMED_EMAIL = (
    r"^(?:(?P<shown>[^<>]*?) ?<(?:mailto:)?(?P<named>[^<>?]+)(?:\?[^<>]*)?>[;,]?|mailto:(?P<linked>[^<>?]+)(?:\?.*)?)$"
)
_DOTS = r"\.\.|^\.|\.@|@\.|@-|-\.|\.$"
_PAIRS, _QUADS = r"(?:[0-9A-F]{2}[:\-. ]){5}[0-9A-F]{2}", r"(?:[0-9A-F]{4}[.:\-]){2}[0-9A-F]{4}"
_MAC = rf"^(?:{_PAIRS}|{_QUADS}|[0-9A-F]{{6}}-[0-9A-F]{{6}}|[0-9A-F]{{12}})$"
_TRUE = "yes y true 1 1.0 x ✓ ✔ ✅ ☑ on oui vrai ja j wahr si sí s verdadero sì vero waar sim verdadeiro"
_FALSE = "no n false 0 0.0 ✗ ✘ ☐ off non faux nein falsch falso nee onwaar não nao"
"""In English, French, German, Spanish, Italian, Dutch and Portuguese."""


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
    """The whole address, casefolded: `Straße@x.org` and `STRASSE@x.org` are one.

    Also that which is the only one in `Anna Bell <anna@x.org>`, or in a `mailto:` link.
    """
    return in_stages(text, (_casefolded_expr, _address_expr), pl.String())


def boolean_expr(text: pl.Expr) -> pl.Expr:
    """Yes or no in the usual words."""
    lower = text.str.to_lowercase()
    return (
        pl.when(lower.is_in(_TRUE.split()))
        .then(pl.lit(value=True))
        .when(lower.is_in(_FALSE.split()))
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
    return folded.map_batches(_addresses, return_dtype=pl.String())


def _addresses(folded: pl.Series) -> pl.Series:
    """Bare addresses are the rule; only a column that has something else is looked at twice."""
    cells = folded.to_frame("cell")
    bare = cells.select(_bare_address_expr(pl.col("cell")))["cell"]
    if bare.null_count() == folded.null_count():
        return bare
    parts = cells.select(pl.col("cell").str.extract_groups(_NAMED_EMAIL)).unnest("cell")
    is_one = ~pl.col("shown").str.contains("@", literal=True) | (pl.col("shown") == pl.col("named"))
    inside = parts.select(cell=pl.coalesce(pl.when(is_one).then("named"), "linked")).select(
        _bare_address_expr(pl.col("cell"))
    )
    return bare.fill_null(inside["cell"])


def _bare_address_expr(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(_EMAIL) & ~text.str.contains(_DOTS)).then(text)


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
