"""The form in which keys are compared, and the markers that stand for no value (`<clear>`, `<none>`, `<all>`).

One rule holds for cells and for what is typed elsewhere (`--serial`, `--owner`, `explain`, `--allow new-owner=`): text
is tidied, normalised as NFKC, and then put into upper case (identifiers), into colon form (MAC addresses) or casefolded
whole (e-mail addresses). Names of devices are only tidied. Functions named `..._expr` work on columns; a single key
goes through the very same expressions.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import polars as pl

from schemas.fields import FieldType
from schemas.records import dataclass
from schemas.words.placeholders import EMPTY_MACS, NOTHING_ALONE

if TYPE_CHECKING:
    from collections.abc import Callable

# The words that a person writes to empty a value, to say that nobody shall hold a device, and for every device of an
# owner.
CLEAR, NOBODY, ALL = "<clear>", "<none>", "<all>"

MARKERS = (CLEAR, NOBODY, ALL)

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

# Marks that belong to the letter before them, and the parts of Korean syllables.
_IN_PARTS = r"[\p{M}\x{1100}-\x{11ff}]"

_EMAIL = r"^[^\s@<>(),;:\"\\\[\]]+@[^\s@<>(),;:\"\\\[\]_]+\.(?:xn--[a-z\d\-]+|[^\s@<>(),;:\"\\\[\].\d_\-]{2,})$"
_NAMED_EMAIL = (
    r"^(?:(?P<shown>[^<>]*?) ?<(?:mailto:)?(?P<named>[^<>?]+)(?:\?[^<>]*)?>[;,]?|mailto:(?P<linked>[^<>?]+)(?:\?.*)?)$"
)
_DOTS = r"\.\.|^\.|\.@|@\.|@-|-\.|\.$"
_PAIRS, _QUADS = r"(?:[0-9A-F]{2}[:\-. ]){5}[0-9A-F]{2}", r"(?:[0-9A-F]{4}[.:\-]){2}[0-9A-F]{4}"
_USUAL_MAC = r"^(?:[0-9A-F]{2}:){5}[0-9A-F]{2}$"
# Telephones of Cisco are called by theirs: `SEP001122334455`.
_CALLED_BY = "(?:SEP|ATA)"
_MAC = rf"^(?:{_PAIRS}|{_QUADS}|[0-9A-F]{{6}}-[0-9A-F]{{6}}|{_CALLED_BY}?[0-9A-F]{{12}})$"


def tidied_expr(text: pl.Expr) -> pl.Expr:
    """The text without invisible characters, with single ordinary spaces inside and none around; null where blank."""
    visible = text.str.replace_all(f"[{INVISIBLE}]", "").str.replace_all(f"[{SPACES}]+", " ").str.strip_chars()
    return pl.when(visible != "").then(visible)


def without_words_expr(text: pl.Expr) -> pl.Expr:
    """The text, null where it is blank or only a word for nothing, in whatever column it stands."""
    return pl.when(~tidied_expr(text).str.contains(NOTHING_ALONE)).then(text)


def text_expr(text: pl.Expr) -> pl.Expr:
    """The tidied text as NFC: files of macOS have `ü` as two characters, which would be another name."""
    return tidied_expr(text.map_batches(_composed, return_dtype=pl.String()))


def key_expr(text: pl.Expr) -> pl.Expr:
    """The tidied text as NFKC, its upper and lower case unchanged."""
    return tidied_expr(text.str.normalize("NFKC"))


def identifier_expr(text: pl.Expr) -> pl.Expr:
    """The text in upper case, as NFKC."""
    return text.map_batches(_identifiers, return_dtype=pl.String())


def mac_expr(text: pl.Expr) -> pl.Expr:
    """`AA:BB:CC:DD:EE:FF` from colons, dashes, dots, spaces, bare digits or `SEP` and digits; null for any other text.

    An address that belongs to no device, such as all zeros, is null, too.
    """
    return text.map_batches(_macs, return_dtype=pl.String())


def email_expr(text: pl.Expr) -> pl.Expr:
    """The whole address, casefolded: `Straße@x.org` and `STRASSE@x.org` are one.

    The address is also found in `Anna Bell <anna@x.org>`, where that text has no other, and in a `mailto:` link. Any
    other text gives null.
    """
    return text.map_batches(_emails, return_dtype=pl.String())


def key_of_cell_expr(text: pl.Expr, kind: FieldType) -> pl.Expr:
    """The key that a cell of this type gives where it holds the text; null where the text is no key."""
    form = _FORMS[kind]
    return form.text_expr(text).map_batches(form.keys, return_dtype=pl.String())


def typed_identifiers(typed: str) -> dict[str, str]:
    """The text as a key of each type of identifier, strongest first; a name comes last."""
    return {name: typed_key(typed, kind) for name, kind in IDENTIFIER_TYPES.items()}


def typed_key(typed: str, kind: FieldType) -> str:
    """The key that a cell of this type would give if it held the text.

    A text that is no key is only tidied and folded; no key on record equals it.
    """
    form, sayable = _FORMS[kind], typed.encode(errors="replace").decode()
    text = pl.DataFrame({"text": [sayable]}).select(form.text_expr(pl.col("text")).fill_null("")).to_series()
    return str(form.keys(text).fill_null(form.folded(text)).item())


def typed_word(typed: str | None) -> str:
    """The word in a cell, such as a marker, tidied, as NFKC and in lower case, for comparing."""
    plain = re.sub(f"[{INVISIBLE}]", "", unicodedata.normalize("NFKC", typed or ""))
    return re.sub(f"[{SPACES}]+", " ", plain).strip(" ").lower()


def _identifiers(texts: pl.Series) -> pl.Series:
    """The texts in upper case, as NFKC."""
    # Upper case may decompose a character, so that it must be normalised again; never in ASCII, which is the rule.
    upper = texts.str.to_uppercase()
    others = (upper.str.len_bytes() > upper.str.len_chars()).arg_true()
    return upper.scatter(others, upper.gather(others).str.normalize("NFKC")) if len(others) else upper


def _macs(texts: pl.Series) -> pl.Series:
    """The network addresses in colon form; null for any other text."""
    # Colon form is the rule; taking apart the other cells only takes a fourth of the time where they are few.
    upper = _identifiers(texts)
    is_usual = upper.str.contains(_USUAL_MAC)
    if not is_usual.any():
        return _macs_of_parts(upper)
    usual = upper.set(is_usual & upper.is_in(list(EMPTY_MACS)), None)
    if is_usual.all():
        return usual
    others = (~is_usual).arg_true()
    return usual.scatter(others, _macs_of_parts(upper.gather(others)))


def _macs_of_parts(texts: pl.Series) -> pl.Series:
    """As `_macs`, of texts in upper case."""
    # In steps, since a part that one expression uses n times would be computed n times.
    upper = texts.alias("cell").to_frame()
    is_mac = pl.col("cell").str.contains(_MAC)
    digits = upper.select(
        pl.when(is_mac).then(pl.col("cell").str.replace_all(rf"^{_CALLED_BY}|[:\-. ]", "")).alias("cell")
    )
    pairs = [pl.col("cell").str.slice(start, 2) for start in range(0, 12, 2)]
    macs = digits.select(pl.concat_str(pairs, separator=":").alias("cell"))
    is_empty = pl.col("cell").is_in(list(EMPTY_MACS))
    return macs.select(pl.when(~is_empty).then("cell").alias(texts.name)).to_series()


def _emails(texts: pl.Series) -> pl.Series:
    """The address in each text, casefolded; null where it has none, or several."""
    # Bare addresses are the rule; only a column that has something else is searched for names and links.
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
    """The texts, casefolded."""
    # Lower case is enough for ASCII. Polars has no casefolding, so Python does it for the few other texts.
    lower = texts.str.to_lowercase()
    others = lower.filter(lower.str.len_bytes() > lower.str.len_chars()).unique().to_list()
    folded = [unicodedata.normalize("NFKC", text.casefold()) for text in others]
    return lower.replace(others, folded) if others else lower


def _composed(texts: pl.Series) -> pl.Series:
    """The texts as NFC; a look for what may be composed is enough in nearly all columns."""
    return texts.str.normalize("NFC") if texts.str.contains(_IN_PARTS).any() else texts


def _as_they_are(texts: pl.Series) -> pl.Series:
    return texts


@dataclass(frozen=True, slots=True)
class _Form:
    """The normalisation of one type of key: text is tidied, tidied text is folded for comparing, and gives keys."""

    text_expr: Callable[[pl.Expr], pl.Expr]
    folded: Callable[[pl.Series], pl.Series]
    keys: Callable[[pl.Series], pl.Series]


_FORMS: dict[FieldType, _Form] = {
    FieldType.TEXT: _Form(text_expr, _as_they_are, _as_they_are),
    FieldType.IDENTIFIER: _Form(key_expr, _identifiers, _identifiers),
    FieldType.MAC: _Form(key_expr, _identifiers, _macs),
    FieldType.EMAIL: _Form(key_expr, _casefolded, _emails),
}
