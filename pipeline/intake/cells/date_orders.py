"""What tells the order of day and month where the dates of a column do not: its header, the language, other columns.

A list is written by one hand, as a rule. Where nothing tells it, a date that can be read in two ways stays an issue.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.bad_cells import DATED
from pipeline.intake.cells.values.written_dates import ToldOrder, spell_out
from schemas.fields import ASSIGNMENT_FIELDS, INVENTORY_FIELDS
from schemas.headers.languages import day_first_header
from schemas.keys import key_expr
from schemas.vocabulary import DEVICE_KINDS, DateOrder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.intake.cells.bad_cells import Column
    from pipeline.intake.headers.header_row import Header

_DATED = frozenset(field.name for field in (*INVENTORY_FIELDS, *ASSIGNMENT_FIELDS) if field.type in DATED)
_DAY, _MONTH, _YEAR = r"(?:dd?|tt?|jj?)", "mm?", r"(?:yy(?:yy)?|jj(?:jj)?|aa(?:aa)?)"
_MARK = r"\s?[-/.]\s?"
_SHOWN = {
    DateOrder.DAY_FIRST: re.compile(rf"\b{_DAY}{_MARK}{_MONTH}{_MARK}{_YEAR}\b", re.IGNORECASE),
    DateOrder.MONTH_FIRST: re.compile(rf"\b{_MONTH}{_MARK}{_DAY}{_MARK}{_YEAR}\b", re.IGNORECASE),
}


def told_order(column: Column, rows: pl.DataFrame, header: Header) -> ToldOrder | None:
    """The order that is told of a column whose own dates do not decide it. `rows` are those of the sheet, by letter."""
    for order, shown in _SHOWN.items():
        if found := shown.search(header.titles[column.letter]):
            return ToldOrder(order, "header", {"text": found[0]})
    decided = [*_decided(rows, header)]
    if len({told.order for told in decided}) == 1:
        return decided[0]
    if in_language := day_first_header(header.titles.values()):
        return ToldOrder(DateOrder.DAY_FIRST, "language", {"other": in_language})
    return None


def _decided(rows: pl.DataFrame, header: Header) -> Iterator[ToldOrder]:
    """What each column of dates tells by itself, in both halves of a register."""
    for letter, title in header.titles.items():
        if letter in rows.columns and any(header.field_of(letter, kind) in _DATED for kind in DEVICE_KINDS):
            spelling = spell_out(rows.select(key_expr(pl.col(letter))).to_series().drop_nulls(), None)
            if spelling is not None and spelling.order and spelling.proofs is not None:
                yield ToldOrder(spelling.order, "column", {"other": title, "text": spelling.proofs[0]})
