"""The findings about the columns of one sheet; of very many of one kind, one finding tells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from schemas.reasons.column_issues import UNKNOWN_COLUMN
from schemas.records import dataclass
from schemas.vocabulary import IssueCode, UnknownColumns

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pipeline.intake.headers.header_row import Header
    from schemas.reasons import Wording

_ONE = r"^\s*1(?:\.0+)?\s*$"
_MOST_FINDINGS, _NAMED_COLUMNS, _MOST_NAMED = 20, 3, 20


@dataclass(frozen=True, slots=True)
class Said:
    """A finding about one column: a wording and its fields."""

    letter: str
    wording: Wording
    fields: Mapping[str, object]
    column: str
    cell: str


def first_of_several(rows: pl.DataFrame, letter: str) -> tuple[int, str] | None:
    """The Excel row and the text of the first cell that counts another number of devices than one; None without one."""
    values = rows.select("row", value=pl.col(letter).str.strip_chars()).filter(pl.col("value") != "")
    several = values.filter(~pl.col("value").str.contains(_ONE))
    return None if several.is_empty() else (several["row"][0], several["value"][0])


def named(header: Header, *letters: str) -> str:
    """The columns in words, each by its header and the address of that; of very many the first ones."""
    names = [f'"{header.titles[letter]}" ({header.cell(letter)})' for letter in letters[:_MOST_NAMED]]
    more = len(letters) - len(names)
    return ", ".join(names) + (f" and {more:,} more" if more else "")


def merged(found: list[Said], strange: Collection[str], unknown: UnknownColumns, way_out: str) -> list[Said]:
    """The findings from left to right, with one in the place of many about columns that are refused or left out."""
    found = sorted(found, key=lambda said: (len(said.letter), said.letter))
    alike = [said for said in found if said.wording.code is IssueCode.UNKNOWN_COLUMN and said.letter in strange]
    if len(alike) <= _MOST_FINDINGS or unknown is UnknownColumns.KEEP:
        return found
    first = alike[0]
    fields = {
        "count": f"{len(alike):,}",
        "columns": ", ".join(f'"{said.column}" ({said.cell})' for said in alike[:_NAMED_COLUMNS]),
        "more": f"{len(alike) - _NAMED_COLUMNS:,}",
        "way_out": way_out,
    }
    wording = UNKNOWN_COLUMN["many" if unknown is UnknownColumns.ERROR else "many_left_out"]
    once = replace(first, wording=wording, fields=fields)
    others = {id(said) for said in alike[1:]}
    return [once if said is first else said for said in found if id(said) not in others]
