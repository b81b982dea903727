"""Columns with the identifiers of further devices beside that of the row: `Monitor 1 S/N` in a list of laptops.

In such a list a row is a person. Here each row is one device, so that these others would not be put on record.
"""

from __future__ import annotations

from functools import cache

from schemas.fields import GIVEN_IDENTIFIERS
from schemas.headers.matching import bare_words, match_header
from schemas.vocabulary import Kind
from schemas.words.device_types import DEVICE_TYPES

_LONGEST = 3


def is_of_another_device(title: str) -> bool:
    """True for the header of an identifier with a type of devices, and perhaps a number, before or behind it."""
    words = [word for word in bare_words(title).split() if not word.isdecimal()]
    return any(_is_identifier(rest) for rest in _without_type(words))


def _without_type(words: list[str]) -> list[str]:
    """What is left of the header where it begins or ends with a type of devices."""
    sizes = range(1, min(_LONGEST, len(words) - 1) + 1)
    left = [" ".join(words[size:]) for size in sizes if _is_type(" ".join(words[:size]))]
    return [*left, *(" ".join(words[:-size]) for size in sizes if _is_type(" ".join(words[-size:])))]


@cache
def _types() -> frozenset[str]:
    return frozenset(bare_words(word) for word in DEVICE_TYPES)


def _is_type(words: str) -> bool:
    return words in _types()


def _is_identifier(words: str) -> bool:
    return match_header(words, Kind.INVENTORY) in GIVEN_IDENTIFIERS
