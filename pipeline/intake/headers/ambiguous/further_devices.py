"""Identifiers with a type of devices in their headers: `Laptop S/N`, and beside it `Monitor 1 S/N`.

The first says what the devices of the rows are. In a list with the second, too, a row is a person; here each row is one
device, so that these others would not be put on record.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from schemas.fields import GIVEN_IDENTIFIERS
from schemas.headers.matching import bare_words, match_header
from schemas.vocabulary import Kind
from schemas.words.device_types import DEVICE_TYPES, may_be_same

if TYPE_CHECKING:
    from collections.abc import Mapping

_IDENTIFYING = (*GIVEN_IDENTIFIERS, "imei")
_LONGEST = 3


def type_in_header(title: str) -> str | None:
    """The type of devices before or behind an identifier in its header, perhaps with a number; None where none is."""
    words = [word for word in bare_words(title).split() if not word.isdecimal()]
    sizes = range(1, min(_LONGEST, len(words) - 1) + 1)
    parted = [(words[:size], words[size:]) for size in sizes] + [(words[-size:], words[:-size]) for size in sizes]
    pairs = ((_types().get(" ".join(first)), " ".join(rest)) for first, rest in parted)
    return next((word for word, rest in pairs if word is not None and _is_identifier(rest)), None)


def common_type(fields: Mapping[str, str], titles: Mapping[str, str]) -> tuple[str, str] | None:
    """The column whose header says what all devices are, and their type; None where none does, or several differ.

    `fields` and `titles` are those of the sheet's columns, by letter.
    """
    if {"type", "category"} & {*fields.values()}:
        return None
    found = _typed(fields, titles)
    return next(iter(found.items())) if len({*found.values()}) == 1 else None


def columns_of_others(fields: Mapping[str, str], titles: Mapping[str, str]) -> list[str]:
    """The columns that identify other devices than the first that has a type: `Phone IMEI` beside `Laptop S/N`."""
    found = _typed(fields, titles)
    first = next(iter(found.values()), "")
    own = {fields[letter] for letter, word in found.items() if may_be_same(word, first)}
    return [letter for letter, word in found.items() if fields[letter] not in own and not may_be_same(word, first)]


def _typed(fields: Mapping[str, str], titles: Mapping[str, str]) -> dict[str, str]:
    """The type in the header of each column that identifies devices, or that is the header; without those of none."""
    read = [letter for letter, name in fields.items() if name in _IDENTIFYING]
    found = {letter: type_in_header(titles[letter]) or _types().get(bare_words(titles[letter])) for letter in read}
    return {letter: word for letter, word in found.items() if word is not None}


def is_type(title: str) -> bool:
    """True for a header that is nothing but a type of devices, such as `Laptop`."""
    return bare_words(title) in _types()


@cache
def _types() -> dict[str, str]:
    """The words for types of devices, by how they stand in a header."""
    return {bare_words(word): word for word in DEVICE_TYPES}


def _is_identifier(words: str) -> bool:
    return match_header(words, Kind.INVENTORY) in _IDENTIFYING
