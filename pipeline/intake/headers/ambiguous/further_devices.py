"""Identifiers with a type of devices in their headers: `Laptop S/N`, and beside it `Monitor 1 S/N`.

The first says what the devices of the rows are, as `Laptop Model` does where no identifier says it. In a list with the
second, too, a row is a person; here each row is one device, so that these others would not be put on record. A column
`Laptop` that holds texts beside an identifier has the models of the devices.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from pipeline.intake.headers.ambiguous.records import LOOKED_AT, is_majority
from schemas.fields import GIVEN_IDENTIFIERS, NETWORK_ADDRESS
from schemas.headers.matching import bare_words, match_header
from schemas.vocabulary import Kind
from schemas.words.device_types import DEVICE_TYPES, may_be_same

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import polars as pl

    from pipeline.intake.headers.saved_mapping import Meanings

_IDENTIFYING, _DESCRIBING = (*GIVEN_IDENTIFIERS, "imei"), ("brand", "model", "model_number")
_LONGEST = 3
_NAMING_IT = frozenset(("name", "type", "brand", "model"))
_TEXT = r"\p{L}{2}.*\s+\S"


def type_in_header(title: str, names: Collection[str] = _IDENTIFYING) -> str | None:
    """The type of devices before or behind one of these fields in its header, perhaps with a number; None without."""
    words = [word for word in bare_words(title).split() if not word.isdecimal()]
    sizes = range(1, min(_LONGEST, len(words) - 1) + 1)
    parted = [(words[:size], words[size:]) for size in sizes] + [(words[-size:], words[:-size]) for size in sizes]
    pairs = ((types_in_headers().get(" ".join(first)), " ".join(rest)) for first, rest in parted)
    return next(
        (word for word, rest in pairs if word is not None and match_header(rest, Kind.INVENTORY) in names), None
    )


def common_type(fields: Mapping[str, str], titles: Mapping[str, str]) -> tuple[str, str] | None:
    """The column whose header says what all devices are, and their type; None where none does, or several differ.

    `fields` and `titles` are those of the sheet's columns, by letter.
    """
    if {"type", "category"} & {*fields.values()}:
        return None
    found = _typed(fields, titles) or _typed(fields, titles, _DESCRIBING)
    return _one_type(found)


def type_of_names(fields: Mapping[str, str], titles: Mapping[str, str]) -> tuple[str, str] | None:
    """The same by the header of the devices' names, where nothing else says what they are: `PC Name`."""
    return _one_type(_typed(fields, titles, ("name",)))


def _one_type(found: Mapping[str, str]) -> tuple[str, str] | None:
    return next(iter(found.items())) if len({*found.values()}) == 1 else None


def with_models(meanings: Meanings, titles: Mapping[str, str], rows: pl.DataFrame) -> Meanings:
    """The meanings with that of a column `Laptop` as the model; the same where there are several, or it has no texts.

    A `Printer` beside the serial number of a PC is another device.
    `titles` are the headers by letter, `rows` those below them.
    """
    found = {letter: title for letter, title in titles.items() if is_type(title) and meanings.said(title) is None}
    if len(found) != 1 or meanings.preset is not None:
        return meanings
    ((letter, title),) = found.items()
    fields = {meanings.field_of(other, Kind.INVENTORY) for other in titles.values()}
    is_asked = letter in rows.columns and fields & {*GIVEN_IDENTIFIERS} and not fields & _NAMING_IT
    own, others = types_in_headers()[bare_words(title)], filter(None, map(type_in_header, titles.values()))
    if not is_asked or not are_models(rows[letter]) or not all(may_be_same(own, other) for other in others):
        return meanings
    return replace(meanings, meant={**meanings.meant, title: "model"})


def are_models(column: pl.Series) -> bool:
    """True where most values are texts of several words: no identifiers, and no words for yes and no."""
    values = column.drop_nulls().head(LOOKED_AT).str.strip_chars()
    return not values.is_empty() and is_majority(values.str.contains(_TEXT))


def columns_of_others(fields: Mapping[str, str], titles: Mapping[str, str]) -> list[str]:
    """The columns that identify other devices than the first that has a type: `Phone IMEI` beside `Laptop S/N`."""
    found = _typed(fields, titles)
    first = next(iter(found.values()), "")
    own = {fields[letter] for letter, word in found.items() if may_be_same(word, first)}
    return [letter for letter, word in found.items() if fields[letter] not in own and not may_be_same(word, first)]


def _typed(
    fields: Mapping[str, str], titles: Mapping[str, str], names: Collection[str] = _IDENTIFYING
) -> dict[str, str]:
    """The type in the header of each column with one of these fields, or that is the header; without those of none.

    The header of a network address says none: `MAC` is no Mac.
    """
    read = [letter for letter, name in fields.items() if name in names and name != NETWORK_ADDRESS]
    found = {
        letter: type_in_header(titles[letter], names) or types_in_headers().get(bare_words(titles[letter]))
        for letter in read
    }
    return {letter: word for letter, word in found.items() if word is not None}


def is_type(title: str) -> bool:
    """True for a header that is nothing but a type of devices, such as `Laptop`."""
    return bare_words(title) in types_in_headers()


@cache
def types_in_headers() -> dict[str, str]:
    """The words for types of devices, by how they stand in a header; of two alike the one without accents."""
    bare = {word: bare_words(word) for word in DEVICE_TYPES}
    return {plain: word for word, plain in sorted(bare.items(), key=lambda pair: pair[0] == pair[1])}
