"""The column by which devices are known where none has serial numbers, asset tags or MAC addresses.

Lists of phones have nothing but IMEIs, lists of sensors nothing but DevEUIs, and exports of some systems nothing but
their own ids. Such a number stands for the asset tag, too, until a list gives the device another; which device has it
already is found by the core (`core/rows/last_resorts`). An id of another system is only taken where it can hardly be
the id of something else: beside a column that only lists of single devices have, such as an owner or a date of
purchase, since tables of places, models and prices have ids, too; not beside names, and not where it is short or counts
the rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.headers.ambiguous.decisions import is_numbering
from schemas.fields import IDENTIFIERS, LAST_RESORTS, MDM_FIELDS, OWNERS
from schemas.keys import without_words_expr

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_TELLING = r"^\s*(?:.*[A-Za-z].*\d.*|.*\d.*[A-Za-z].*|\d{6,})\s*$"

# The fields that say something of a single device: who has it, when it was bought or seen, where it is in its life.
_OF_ONE_DEVICE = frozenset(
    (
        *OWNERS,
        *(field.name for field in MDM_FIELDS),
        *("status", "purchase_date", "warranty_end", "rental_start", "rental_end", "returned_at"),
    )
)


def last_resort(fields: Mapping[str, str], rows: pl.DataFrame, beside: Collection[str] = ()) -> str | None:
    """The field by which the devices of an inventory are known, where it has no identifier; None without one.

    `fields` are those of the columns by letter, `rows` the rows below the header, `beside` the fields of the columns
    that say who has the devices.
    """
    letters = {name: letter for letter, name in fields.items()}
    if {*IDENTIFIERS} & {*letters}:
        return None
    found = next((name for name in LAST_RESORTS if name in letters), None)
    if found != "external_id":
        return found
    is_of_devices = bool(_OF_ONE_DEVICE & {*letters, *beside}) and "name" not in letters
    return found if is_of_devices and _are_telling(rows, letters[found]) else None


def _are_telling(rows: pl.DataFrame, letter: str) -> bool:
    """True where the ids of another system are long, or of letters and figures, and no two rows have the same."""
    values = rows.select(text=without_words_expr(pl.col(letter))).to_series().drop_nulls()
    is_telling = values.str.contains(_TELLING).all() and not is_numbering(values)
    return bool(len(values) and is_telling and values.is_unique().all())
