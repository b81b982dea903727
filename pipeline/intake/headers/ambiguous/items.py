"""Columns called `Item`, `Asset` or the like: their values say whether they hold the types of devices, or their names.

Where other columns have both, `Product` is the model. Such a header stands in many lists that are not of devices, so
that it tells nothing of the kind of a sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.intake.headers.ambiguous.records import Columns, Decision
from schemas.fields import IDENTIFIERS
from schemas.headers.matching import is_one_of
from schemas.headers.spellings import ITEMS, PRODUCTS
from schemas.reasons.column_issues import AMBIGUOUS_COLUMN
from schemas.vocabulary import Kind
from schemas.words.device_types import DEVICE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TYPES_HELD = "types of devices, and no column has the type"
NAMES_HELD = "short texts, and no column has a name"
MODELS_HELD = "short texts, and no column has the model"
_SHORT = 60


def item_columns(columns: Columns, others: Mapping[str, str]) -> Iterator[Decision]:
    """The decisions on columns called `Item` among the `others`: the headers, by letter, that no field answers to."""
    taken = {*columns.fields.values()}
    for letter, title in others.items() if columns.kind is Kind.INVENTORY else ():
        if not is_one_of(title, ITEMS):
            continue
        for name, holds, is_so in _MEANINGS:
            is_asked = name != "model" or is_one_of(title, PRODUCTS)
            if is_asked and name not in taken and is_so(columns, letter):
                taken.add(name)
                yield Decision(letter, name, AMBIGUOUS_COLUMN["other_field"], {"holds": holds, "field": name})
                break


def are_types(columns: Columns, letter: str) -> bool:
    """True where every value is a word for a type of devices, beside a column that identifies them."""
    values = columns.values(letter).str.strip_chars().str.to_lowercase()
    is_identified = bool({*columns.fields.values()} & {*IDENTIFIERS})
    return is_identified and not values.is_empty() and bool(values.is_in(list(DEVICE_TYPES)).all())


def are_short_texts(columns: Columns, letter: str) -> bool:
    """True where nearly every row has a text, none of them long."""
    values, rows = columns.values(letter), columns.rows
    is_filled = (rows.height - rows[letter].null_count()) * 10 >= rows.height * 9
    return is_filled and bool(len(values) and (values.str.len_chars() <= _SHORT).all())


_MEANINGS = (
    ("type", TYPES_HELD, are_types),
    ("name", NAMES_HELD, are_short_texts),
    ("model", MODELS_HELD, are_short_texts),
)
