"""The field of a header: by the saved mapping of a source, then by the preset of a vendor, then by the spellings."""

from __future__ import annotations

import re
from dataclasses import field
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from schemas.fields import ASSIGNMENT_FIELDS, CUSTOM_PREFIX, INVENTORY_FIELDS, NAME_PARTS, PEOPLE_FIELDS
from schemas.headers.matching import PREFIXES, SUFFIXES, header_key, is_reworded, known_keys, match_header
from schemas.records import dataclass
from schemas.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from schemas.presets.preset import Preset

_LONGEST_HEADER = 100
# Each text is looked for in other words by itself, and a sheet of notes may be 16,000 columns wide.
_MOST_REWORDED = 2000
_NO_WORDS = re.compile(r"[\d@]")
# To look for so many texts one by one takes less time than to put a question about all of them to Polars (measured).
_FEW = 500
_NO_LETTERS = r"[\p{M}\s_\-./:#()*?\[\]\u00a0\u200b-\u200f\u2060\ufeff]"
_ODD_BEFORE = r"^[\s\u00a0\u200b-\u200f\u2060\ufeff]+"
_OWN: dict[Kind, frozenset[str]] = {
    Kind.INVENTORY: frozenset(one.name for one in INVENTORY_FIELDS),
    Kind.ASSIGNMENTS: frozenset(one.name for one in (*ASSIGNMENT_FIELDS, *NAME_PARTS)),
    Kind.PEOPLE: frozenset(one.name for one in (*PEOPLE_FIELDS, *NAME_PARTS)),
}


@dataclass(frozen=True, slots=True)
class Meanings:
    """The field of each header. `saved` maps the key of a header to its field, blank where the column is left out.

    In the export of a vendor, `preset` is what is known of it, and `meant` maps headers to what they mean there: a
    field, a custom attribute, or blank where the column changes by itself.
    """

    saved: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    preset: Preset | None = None
    meant: Mapping[str, str] = field(default_factory=dict)

    def field_of(self, title: str, kind: Kind) -> str | None:
        """The field of a header in a sheet of that kind; None where it has none."""
        target = self.said(title)
        return match_header(title, kind) if target is None else field_in(target, kind)

    def said(self, title: str) -> str | None:
        """What the saved mapping says of a header, else the preset; None where neither knows it."""
        target = self.target(title)
        return self.meant.get(title) if target is None else target

    def target(self, title: str) -> str | None:
        """The entry of the saved mapping for a header, as it was written; None where there is none."""
        return self.saved.get(header_key(title)) if self.saved else None

    def known(self, texts: Collection[str | None], *, is_to_the_letter: bool = False) -> set[str]:
        """The texts that the mapping or the known spellings contain, to the letter or in other words: a quick check."""
        short = dict.fromkeys(text for text in texts if text is not None and len(text) <= _LONGEST_HEADER)
        found = self._spelled_among(short)
        if is_to_the_letter:
            return found
        others = (text for text in short if text not in found and not _NO_WORDS.search(text))
        return {*found, *(text for text in islice(others, _MOST_REWORDED) if is_reworded(text))}

    def _spelled_among(self, texts: Collection[str]) -> set[str]:
        """The texts that the mapping or the known spellings contain, to the letter."""
        if len(texts) <= _FEW:
            keys = {text: header_key(text) for text in texts}
            return {text for text, key in keys.items() if key in known_keys() or key in self.saved}
        many = pl.Series("text", [*texts])
        return set(many.filter(_keys(many).is_in([*known_keys(), *self.saved])))

    def missed(self, titles: Collection[str]) -> list[str]:
        """The headers of the mapping that have a field and are missing from these titles."""
        found = {header_key(title) for title in titles}
        return [title for key, title in self.titles.items() if self.saved[key] and key not in found]


NOTHING_SAVED = Meanings()


def meanings_of(columns: Mapping[str, str]) -> Meanings:
    """The meanings with a saved mapping from headers, as people wrote them, to fields."""
    saved = {header_key(title): name.strip() for title, name in columns.items()}
    return Meanings(saved, {header_key(title): title for title in columns})


def field_in(target: str, kind: Kind) -> str | None:
    """The field of that kind which the mapping's target means: `name` is `device_name` in an assignments sheet."""
    if not target or target.startswith(CUSTOM_PREFIX):
        return None
    return target if target in _OWN[kind] else match_header(target, kind)


def _keys(texts: pl.Series) -> pl.Series:
    """The keys of many headers at once, as `schemas.headers.matching.header_key` makes them."""
    plain = texts.str.normalize("NFKC").str.replace_all("[\u2018\u2019\u00b4`]", "'").str.replace(_ODD_BEFORE, "")
    lower = (
        plain.str.to_lowercase()
        .str.replace(PREFIXES, "")
        .str.replace(SUFFIXES, "")
        .str.replace_all("ß", "ss", literal=True)
    )
    keys = lower.str.normalize("NFD").str.replace_all(_NO_LETTERS, "")
    signs = plain.str.strip_chars()
    return keys.to_frame("key").select(pl.when(pl.col("key") == "").then(signs).otherwise("key")).to_series()
