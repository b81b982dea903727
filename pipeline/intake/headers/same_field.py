"""Two columns for one field: the one that is read, and what becomes of the others.

The column with the field's own or the more specific spelling is read (`Asset tag` before `Asset ID` before `Tag ID`),
unless a saved mapping says which, or it is blank. Where another never contradicts it, that one fills its blanks; the
two are compared as values, so that `AA-BB-...` and `aa:bb:...` are the same address.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from schemas.fields import ASSIGNMENT_FIELDS, IDENTIFIERS, INVENTORY_FIELDS, PEOPLE_FIELDS, FieldType
from schemas.headers.matching import is_one_of
from schemas.headers.spellings import PLACES_WITHIN
from schemas.keys import key_of_cell_expr, tidied_expr, without_words_expr
from schemas.records import dataclass
from schemas.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

# A field, the headers that usually mean it, and the field that these mean beside another column of it.
_BESIDE = (
    ("owner_email", r"\bupn\b|user.?principal.?name", "username"),
    ("model", r"#\s*$", "model_number"),
)
_NAMES = {
    Kind.INVENTORY: frozenset(field.name for field in INVENTORY_FIELDS),
    Kind.ASSIGNMENTS: frozenset(field.name for field in ASSIGNMENT_FIELDS),
    Kind.PEOPLE: frozenset(field.name for field in PEOPLE_FIELDS),
}
_TYPES = {field.name: field.type for field in (*PEOPLE_FIELDS, *INVENTORY_FIELDS, *ASSIGNMENT_FIELDS)}
_KEYS = frozenset((FieldType.IDENTIFIER, FieldType.MAC, FieldType.EMAIL))
_NUMBERS = frozenset((FieldType.DECIMAL, FieldType.INTEGER))
_DATES = frozenset((FieldType.DATE, FieldType.INSTANT))
_LOCAL_PART, _FIRST_WORD, _LAST_WORD = r"^\s*([^@]+)@", r"(\p{L}{2,})", r"(\p{L}{2,})\P{L}*$"
_MIDNIGHT = r"[t ]00:00(?::00(?:\.0+)?)?z?$"
_NO_FIGURES = r"[^\d.,\-]"
_MOST = 0.5
_CENTS, _GROUPS = r"[.,](\d{1,2})$", r"[.,]"


@dataclass(frozen=True, slots=True)
class Second:
    """A further column of a field, compared with the one that is read.

    `why` is the name of a wording: `blank`, `equal`, `fills` or `differs`; `example` has the row and both texts where
    they differ for the first time.
    """

    letter: str
    why: str
    example: tuple[int, str, str] | None = None


def beside(fields: Mapping[str, str], titles: Mapping[str, str], kind: Kind, mapped: Collection[str]) -> dict[str, str]:
    """The columns, by letter, that mean a field of their own beside another column of the field they usually mean.

    A login beside an e-mail address is no address, and `Model #` beside `Model` is the number.
    """
    moved: dict[str, str] = {}
    for usual, pattern, other in _BESIDE:
        letters = [letter for letter, name in fields.items() if name == usual]
        likely = [letter for letter in letters if letter not in mapped and re.search(pattern, titles[letter].lower())]
        if other in _NAMES[kind] and other not in fields.values() and 0 < len(likely) < len(letters):
            moved[likely[0]] = other
    return moved


def names_of_addresses(rows: pl.DataFrame, letters: Sequence[str], fields: Mapping[str, str]) -> list[str]:
    """Of several columns of owners' names, those whose words the addresses beside them contain, in most rows.

    In the others stand departments, or whoever answers for the device.
    """
    address = next((letter for letter, name in fields.items() if name == "owner_email"), None)
    if address is None:
        return []
    local = pl.col(address).str.to_lowercase().str.extract(_LOCAL_PART)
    shares = rows.select(
        pl.any_horizontal(
            local.str.contains(pl.col(one).str.to_lowercase().str.extract(word), literal=True)
            for word in (_FIRST_WORD, _LAST_WORD)
        )
        .mean()
        .alias(one)
        for one in letters
    ).row(0, named=True)
    return [one for one in letters if (shares[one] or 0) > _MOST]


def places_within(letters: Collection[str], titles: Mapping[str, str]) -> list[str]:
    """The columns, by letter, of places that lie within those of another column: rooms beside buildings or sites."""
    sizes = {letter: _size_of_place(titles[letter]) for letter in letters}
    return [letter for letter, size in sizes.items() if size > min(sizes.values())]


def _size_of_place(title: str) -> int:
    """0 for the largest places, such as sites; rooms come last."""
    return next((at for at, words in enumerate(PLACES_WITHIN, start=1) if is_one_of(title, words)), 0)


def compared(rows: pl.DataFrame, first: str, others: Sequence[str], name: str) -> list[Second]:
    """The further columns of a field, each compared with the first one and with what has filled its blanks so far."""
    kind = _TYPES.get(name, FieldType.TEXT)
    values, found = _values(rows[first], kind), []
    for letter in others:
        other = _values(rows[letter], kind)
        differs = (values != other).fill_null(value=False).arg_true()
        if len(differs):
            at = differs[0]
            found.append(Second(letter, "differs", (rows["row"][at], rows[first][at], rows[letter][at])))
        elif other.null_count() == other.len():
            found.append(Second(letter, "blank"))
        else:
            why = "fills" if (values.is_null() & other.is_not_null()).any() else "equal"
            found.append(Second(letter, why))
            values = values.fill_null(other)
    return found


def is_another_table(rows: pl.DataFrame, titles: Mapping[str, str], first: str, second: str, name: str) -> bool:
    """True where a blank column stands between two columns of one identifier: the second begins another table.

    What stands there is of other devices than those of the rows, and its other columns say nothing of them.
    """
    start, end = sorted(rows.columns.index(letter) for letter in (first, second))
    between = [letter for letter in rows.columns[start + 1 : end] if letter not in titles]
    return name in IDENTIFIERS and any(rows[letter].null_count() == rows.height for letter in between)


def _values(texts: pl.Series, kind: FieldType) -> pl.Series:
    """The values of a column's texts for comparing; null for a blank."""
    text = without_words_expr(pl.col("text"))
    folded = tidied_expr(text).str.normalize("NFKC").str.to_lowercase()
    if kind in _KEYS:
        folded = pl.coalesce(key_of_cell_expr(text, kind).str.to_lowercase(), folded)
    elif kind in _NUMBERS:
        figures = folded.str.replace_all(_NO_FIGURES, "")
        whole = figures.str.replace(_CENTS, "").str.replace_all(_GROUPS, "")
        cents = figures.str.extract(_CENTS).str.pad_end(2, "0").fill_null("00")
        folded = pl.when(whole.str.contains(r"\d")).then(pl.concat_str(whole, cents)).otherwise(folded)
    elif kind in _DATES:
        folded = folded.str.replace(_MIDNIGHT, "")
    return texts.to_frame("text").select(value=folded).to_series()
