"""Columns called `Assigned`, `Issued` or `Agent`: the values say whether they hold who has the devices, or since when.

Above names or e-mail addresses such a header is that of the owners, above days that of when they were given the
devices. Above anything else, such as `Yes`, it says nothing that we know, and the column is kept as an attribute.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.intake.headers.ambiguous.personal_names import are_people
from pipeline.intake.headers.ambiguous.records import DATES, LOOKED_AT, is_majority
from schemas.fields import IDENTIFIERS, OWNERS
from schemas.headers.matching import is_one_of
from schemas.headers.spellings import AGENTS, HANDED
from schemas.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from pipeline.intake.headers.saved_mapping import Meanings

_FEW = 2


def with_handed(meanings: Meanings, titles: Mapping[str, str], rows: pl.DataFrame) -> Meanings:
    """The meanings with those of the columns called `Assigned` and the like, in a list that identifies devices.

    `titles` are the headers by letter, `rows` those below them.
    """
    asked = {
        letter: title
        for letter, title in titles.items()
        if letter in rows.columns and meanings.said(title) is None and is_one_of(title, (*HANDED, *AGENTS))
    }
    found = {meanings.field_of(title, Kind.ASSIGNMENTS) for title in titles.values()} if asked else set()
    if meanings.preset is not None or not found & {*IDENTIFIERS, "device_name"}:
        return meanings
    meant = dict(meanings.meant)
    for letter, title in asked.items():
        values = _values(rows[letter])
        if not found & OWNERS and _say_who(values):
            meant[title] = "owner_name"
            found.add("owner_name")
    for letter, title in asked.items():
        is_asked = title not in meant and is_one_of(title, HANDED) and "effective_at" not in found
        if is_asked and found & OWNERS and is_majority(_values(rows[letter]).str.contains(DATES)):
            meant[title] = "effective_at"
            found.add("effective_at")
    return replace(meanings, meant=meant)


def _values(column: pl.Series) -> pl.Series:
    values = column.drop_nulls().head(LOOKED_AT).str.strip_chars()
    return values.filter(values != "")


def _say_who(values: pl.Series) -> bool:
    """True where most are e-mail addresses or people's names, and not all the same, as the name of a program is."""
    is_of_several = len(values) <= _FEW or values.n_unique() > 1
    return is_of_several and (is_majority(values.str.contains("@", literal=True)) or are_people(values))
