"""Columns called `Item`, `Asset` or the like: their values say whether they hold the types of devices, or their names.

Where other columns have both, `Product` is the model. Such a header stands in many lists that are not of devices, so
that it tells nothing of the kind of a sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.intake.headers.ambiguous.records import Columns, Decision, is_majority
from pipeline.intake.headers.ambiguous.types_in_names import types_in
from schemas.fields import IDENTIFIERS
from schemas.headers.ambiguous_spellings import ITEMS, PRODUCTS
from schemas.headers.matching import is_one_of
from schemas.reasons.column_issues import AMBIGUOUS_COLUMN
from schemas.vocabulary import Kind
from schemas.words.device_types import DEVICE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TYPES_HELD = "types of devices, and no column has the type"
NAMES_HELD = "short texts, and no column has a name"
MODELS_HELD = "short texts, and no column has the model"
MODEL_CODES_HELD = "models, and the names say what the devices are"
_SHORT = 60
_CODE = r"\p{L}.*\d|\d.*\p{L}"


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


def are_model_codes(columns: Columns, letter: str) -> bool:
    """True where most values have letters and figures, and no word for a type, which names or these values say."""
    values = columns.values(letter).str.strip_chars().str.to_lowercase()
    is_model = values.str.contains(_CODE) & ~values.is_in(list(DEVICE_TYPES))
    if not len(values) or not is_majority(is_model):
        return False
    names = [other for other, field in columns.fields.items() if field == "name" and other in columns.rows.columns]
    return is_majority(types_in(columns.rows, [*names, letter]).is_not_null())


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
