"""Keys in the form in which they are compared, and the words that stand for no value.

One rule for cells and for what is typed elsewhere (`--serial`, `--owner`, `explain`, `--allow new-owner=`): text is
tidied, put into NFKC, and then upper case (identifiers), colon form (MAC addresses) or casefolded whole (e-mail
addresses). Names of devices are texts: tidied, and else as they are. `..._expr` work on columns; a key that stands
alone goes through the very same expressions.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from schemas.fields import FieldType
from schemas.placeholders import EMPTY_MACS

if TYPE_CHECKING:
    from collections.abc import Callable

# The words that a person writes to empty a value, and to say that nobody shall hold a device.
CLEAR, NOBODY = "<clear>", "<none>"

MARKERS = (CLEAR, NOBODY)

# The fields that may identify a device, strongest first, and the type by which each is normalised.
IDENTIFIER_TYPES = {
    "serial_number": FieldType.IDENTIFIER,
    "asset_tag": FieldType.IDENTIFIER,
    "mac_address": FieldType.MAC,
    "device_id": FieldType.IDENTIFIER,
    "name": FieldType.TEXT,
}

# Invisible characters, as the inside of a class in a pattern: they are left out wherever they stand.
INVISIBLE = r"\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"

# White space, in the same way: it becomes one space inside a text, and is left out around it.
SPACES = r"\u0009-\u000d \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

_EMAIL = r"^[^\s@<>(),;:\"\\\[\]]+@[^\s@<>(),;:\"\\\[\]_]+\.(?:xn--[a-z\d\-]+|[^\s@<>(),;:\"\\\[\].\d_\-]{2,})$"
_NAMED_EMAIL = (
    r"^(?:(?P<shown>[^<>]*?) ?<(?:mailto:)?(?P<named>[^<>?]+)(?:\?[^<>]*)?>[;,]?|mailto:(?P<linked>[^<>?]+)(?:\?.*)?)$"
)
_DOTS = r"\.\.|^\.|\.@|@\.|@-|-\.|\.$"
_PAIRS, _QUADS = r"(?:[0-9A-F]{2}[:\-. ]){5}[0-9A-F]{2}", r"(?:[0-9A-F]{4}[.:\-]){2}[0-9A-F]{4}"
_MAC = rf"^(?:{_PAIRS}|{_QUADS}|[0-9A-F]{{6}}-[0-9A-F]{{6}}|[0-9A-F]{{12}})$"


def tidied_expr(text: pl.Expr) -> pl.Expr:
    """Text without invisible characters, with single ordinary spaces inside and none around; blank is null."""
    visible = text.str.replace_all(f"[{INVISIBLE}]", "").str.replace_all(f"[{SPACES}]+", " ").str.strip_chars()
    return pl.when(visible != "").then(visible)


def key_expr(text: pl.Expr) -> pl.Expr:
    """Tidied text in the one form in which keys are compared, in either case."""
    return tidied_expr(text.str.normalize("NFKC"))


def identifier_expr(text: pl.Expr) -> pl.Expr:
    """Upper case, in the form in which keys are compared."""
    return text.map_batches(_identifiers, return_dtype=pl.String())


def mac_expr(text: pl.Expr) -> pl.Expr:
    """`AA:BB:CC:DD:EE:FF` from colons, dashes, dots, spaces or bare digits; null where it is none, or no device's."""
    return text.map_batches(_macs, return_dtype=pl.String())


def email_expr(text: pl.Expr) -> pl.Expr:
    """The whole address, casefolded: `Straße@x.org` and `STRASSE@x.org` are one.

    Also that which is the only one in `Anna Bell <anna@x.org>`, or in a `mailto:` link; else null.
    """
    return text.map_batches(_emails, return_dtype=pl.String())


def key_of_cell_expr(text: pl.Expr, kind: FieldType) -> pl.Expr:
    """The key that a cell of this type gives, with that text in it; null where it gives none."""
    form = _FORMS[kind]
    return form.text_expr(text).map_batches(form.keys, return_dtype=pl.String())


def typed_identifiers(typed: str) -> dict[str, str]:
    """The text as each of the identifiers of a device that it may be, strongest first; a name comes last."""
    return {name: typed_key(typed, kind) for name, kind in IDENTIFIER_TYPES.items()}


def typed_key(typed: str, kind: FieldType) -> str:
    """The key that a cell of this type would give, with that text in it.

    Where it would give none, the text is only tidied and folded, and no key on record equals it.
    """
    form, sayable = _FORMS[kind], typed.encode(errors="replace").decode()
    text = pl.DataFrame({"text": [sayable]}).select(form.text_expr(pl.col("text")).fill_null("")).to_series()
    return str(form.keys(text).fill_null(form.folded(text)).item())


def typed_word(typed: str | None) -> str:
    """One word that stands in a cell, such as a marker, in the form in which words are compared."""
    plain = re.sub(f"[{INVISIBLE}]", "", unicodedata.normalize("NFKC", typed or ""))
    return re.sub(f"[{SPACES}]+", " ", plain).strip(" ").lower()


def _identifiers(texts: pl.Series) -> pl.Series:
    """Upper case may take characters apart; ASCII has none such, and is the rule."""
    upper = texts.str.to_uppercase()
    is_plain = (upper.str.len_bytes() == upper.str.len_chars()).all()
    return upper if is_plain else upper.str.normalize("NFKC")


def _macs(texts: pl.Series) -> pl.Series:
    """Step by step: in a single expression, what is used n times would be computed n times."""
    upper = _identifiers(texts).alias("cell").to_frame()
    is_mac = pl.col("cell").str.contains(_MAC)
    digits = upper.select(pl.when(is_mac).then(pl.col("cell").str.replace_all(r"[:\-. ]", "")).alias("cell"))
    pairs = [pl.col("cell").str.slice(start, 2) for start in range(0, 12, 2)]
    macs = digits.select(pl.concat_str(pairs, separator=":").alias("cell"))
    is_empty = pl.col("cell").is_in(list(EMPTY_MACS))
    return macs.select(pl.when(~is_empty).then("cell").alias(texts.name)).to_series()


def _emails(texts: pl.Series) -> pl.Series:
    """Bare addresses are the rule; only a column that has something else is looked at twice."""
    cells = _casefolded(texts).alias("cell").to_frame()
    bare = cells.select(_bare_address_expr(pl.col("cell")))["cell"]
    if bare.null_count() == cells["cell"].null_count():
        return bare.alias(texts.name)
    parts = cells.select(pl.col("cell").str.extract_groups(_NAMED_EMAIL)).unnest("cell")
    is_one = ~pl.col("shown").str.contains("@", literal=True) | (pl.col("shown") == pl.col("named"))
    inside = parts.select(cell=pl.coalesce(pl.when(is_one).then("named"), "linked")).select(
        _bare_address_expr(pl.col("cell"))
    )
    return bare.fill_null(inside["cell"]).alias(texts.name)


def _bare_address_expr(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(_EMAIL) & ~text.str.contains(_DOTS)).then(text)


def _casefolded(texts: pl.Series) -> pl.Series:
    """Lower case does for ASCII; Polars has no casefolding for the few other texts."""
    lower = texts.str.to_lowercase()
    others = lower.filter(lower.str.len_bytes() > lower.str.len_chars()).unique().to_list()
    folded = [unicodedata.normalize("NFKC", text.casefold()) for text in others]
    return lower.replace(others, folded) if others else lower


def _as_they_are(texts: pl.Series) -> pl.Series:
    return texts


@dataclass(frozen=True, slots=True)
class _Form:
    """How the text of a type of key is tidied, how tidied text is folded, and which keys it gives."""

    text_expr: Callable[[pl.Expr], pl.Expr]
    folded: Callable[[pl.Series], pl.Series]
    keys: Callable[[pl.Series], pl.Series]


_FORMS: dict[FieldType, _Form] = {
    FieldType.TEXT: _Form(tidied_expr, _as_they_are, _as_they_are),
    FieldType.IDENTIFIER: _Form(key_expr, _identifiers, _identifiers),
    FieldType.MAC: _Form(key_expr, _identifiers, _macs),
    FieldType.EMAIL: _Form(key_expr, _casefolded, _emails),
}
