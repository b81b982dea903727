"""Where a sheet's header row is, what it names, and what its misspelled headers were perhaps meant for."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from schemas.fields import IDENTIFIERS
from schemas.headers import is_row_counter, known_spellings, match_header, normalise_header, tidy_header
from schemas.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

SEARCHED_ROWS = 20
NAMING = frozenset((*IDENTIFIERS, "name", "device_name"))
"""The fields of which a sheet must have one: they name the devices."""

_TELLING = frozenset((*IDENTIFIERS, "owner_email"))
_ALIKE, _NEARLY_EQUAL = 0.75, 0.85
_LONGEST_HEADER = 40
_MOST_LOOKED_AT = 100
"""Comparing one text with the known spellings takes 0.6 ms, and a sheet of notes may be 16,000 columns wide."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header row: its Excel row number, and the text of each column that has one, by letter."""

    row: int
    titles: Mapping[str, str]


def find_header(cells: pl.DataFrame) -> Header | None:
    """The row among the first 20 that names most fields, the upper one of equals; null where none names a device."""
    best = max(_candidates(cells), key=lambda header: len(_matched(header)), default=None)
    return best if best is not None and _names_something(best) else None


def names_devices(header: Header) -> bool:
    """True where some column names a device, or says what is to happen to it."""
    fields = fields_of(header, Kind.INVENTORY) | fields_of(header, Kind.ASSIGNMENTS)
    return bool(fields & (NAMING | {"owner_email", "action"}))


def fields_of(header: Header, kind: Kind) -> set[str]:
    """The fields that its headers mean in a sheet of that kind."""
    matches = {match_header(title, kind) for title in header.titles.values() if not title.startswith("_")}
    return {name for name in matches if name is not None}


def strangers(header: Header) -> dict[str, str]:
    """The headers, by letter, that mean no field of either kind."""
    return {
        letter: title
        for letter, title in header.titles.items()
        if not title.startswith("_") and not is_row_counter(title) and not any(match_header(title, one) for one in Kind)
    }


def misspelled_header(cells: pl.DataFrame) -> tuple[Header, dict[str, str]] | None:
    """The first row whose headers look misspelled, and by letter the fields that were meant.

    Such a row has near misses of two fields, one of them an identifier or `owner_email`. They must be nearer than for
    a mere suggestion: `Laptop` and `Deployed` in a list of words are like headers too.
    """
    for header in _candidates(cells):
        likely = ((letter, title) for letter, title in strangers(header).items() if _may_be_header(title))
        texts = dict(islice(likely, _MOST_LOOKED_AT))
        if len(texts) > 1 and any(_is_nearly_telling(title) for title in texts.values()):
            meant = {letter: closest_field(title, cutoff=_NEARLY_EQUAL) for letter, title in texts.items()}
            found = {letter: name for letter, name in meant.items() if name is not None}
            if len(set(found.values())) > 1:
                return header, found
    return None


@lru_cache(maxsize=1024)
def closest_field(title: str, kind: Kind | None = None, *, cutoff: float = _ALIKE) -> str | None:
    """The field that a misspelled header was perhaps meant for."""
    for one in (kind,) if kind else Kind:
        close = get_close_matches(normalise_header(title), list(known_spellings(one)), n=1, cutoff=cutoff)
        if close:
            return match_header(close[0], one)
    return None


def _candidates(cells: pl.DataFrame) -> list[Header]:
    lines = cells.head(SEARCHED_ROWS).rows()
    return [_header(number, cells.columns, line) for number, line in enumerate(lines, start=1)]


def _header(number: int, letters: list[str], line: tuple[str | None, ...]) -> Header:
    texts = {letter: tidy_header(text) for letter, text in zip(letters, line, strict=True) if text}
    return Header(number, {letter: text for letter, text in texts.items() if text})


def _matched(header: Header) -> set[str]:
    return max((fields_of(header, kind) for kind in Kind), key=len)


def _names_something(header: Header) -> bool:
    """A header row names the devices, or at least two fields."""
    return names_devices(header) or len(_matched(header)) > 1


def _may_be_header(title: str) -> bool:
    return len(title) <= _LONGEST_HEADER and any(character.isalpha() for character in title)


def _is_nearly_telling(title: str) -> bool:
    """Looks only at few spellings, since all cells of the first rows of a sheet of notes come here."""
    return bool(get_close_matches(normalise_header(title), _telling_spellings(), n=1, cutoff=_NEARLY_EQUAL))


@cache
def _telling_spellings() -> list[str]:
    kind = Kind.ASSIGNMENTS
    return [spelling for spelling in known_spellings(kind) if match_header(spelling, kind) in _TELLING]
