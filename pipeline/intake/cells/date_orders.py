"""What tells the order of day and month where the dates of a column do not: its header, the language, other columns.

A list is written by one hand, as a rule. Where nothing tells it, a date that can be read in two ways stays an issue.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.intake.cells.values.written_dates import ToldOrder
from schemas.headers.languages import day_first_header
from schemas.vocabulary import DateOrder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.intake.cells.bad_cells import Column
    from pipeline.intake.cells.values.written_dates import Spelling
    from pipeline.intake.headers.header_row import Header

_DAY, _MONTH, _YEAR = r"(?:dd?|tt?|jj?)", "mm?", r"(?:yy(?:yy)?|jj(?:jj)?|aa(?:aa)?)"
_MARK = r"\s?[-/.]\s?"
_SHOWN = {
    DateOrder.DAY_FIRST: re.compile(rf"\b{_DAY}{_MARK}{_MONTH}{_MARK}{_YEAR}\b", re.IGNORECASE),
    DateOrder.MONTH_FIRST: re.compile(rf"\b{_MONTH}{_MARK}{_DAY}{_MARK}{_YEAR}\b", re.IGNORECASE),
}


def told_order(
    column: Column, spellings: Mapping[str, Spelling], letters: Mapping[str, str], header: Header
) -> ToldOrder | None:
    """The order that is told of a column whose own dates do not decide it; `letters` has the column of each field."""
    title = header.titles[column.letter]
    for order, shown in _SHOWN.items():
        if found := shown.search(title):
            return ToldOrder(order, "header", {"text": found[0]})
    decided = [
        (one.order, name, one.proofs[0]) for name, one in spellings.items() if one.order and one.proofs is not None
    ]
    if len({order for order, _name, _text in decided}) == 1:
        order, name, text = decided[0]
        return ToldOrder(order, "column", {"other": header.titles[letters[name]], "text": text})
    if in_language := day_first_header(header.titles.values()):
        return ToldOrder(DateOrder.DAY_FIRST, "language", {"other": in_language})
    return None
