"""The columns whose cells people add up: amounts of money, also in columns that no field is called like, and counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from schemas.fields import ATTRIBUTES, CURRENCY, FieldType
from schemas.headers.matching import bare_words, is_quantity
from schemas.vocabulary import DEVICE_KINDS, Kind

if TYPE_CHECKING:
    from pipeline.intake.headers.header_row import Header

_MONEY = frozenset(field.name for field in ATTRIBUTES if field.type is FieldType.DECIMAL)
# Matches a header of money: `Net book value`, `Restwert (EUR)`, `Accumulated depreciation`.
_SAYS_MONEY = re.compile(
    r"\b(?:price|cost|costs|value|amount|depreciation|nbv|af ?a|\w*preis|\w*kosten|\w*wert|betrag|\w*abschreibung|"
    r"prix|cout|montant|valeur|amortissement|precio|coste?|costo|valor|importe|prezzo|valore|importo|preco|custo)\b"
)


def is_money(header: Header, letter: str) -> bool:
    """True for a column of amounts, by its field, or by its header where it has none."""
    if letter not in header.titles:
        return False
    fields = {header.field_of(letter, kind) for kind in DEVICE_KINDS} - {None}
    return bool(fields & _MONEY) or (not fields and _SAYS_MONEY.search(bare_words(header.titles[letter])) is not None)


def is_number_of_devices(header: Header, letter: str) -> bool:
    """True for a column like `Qty`, which says how many devices each row stands for."""
    return letter in header.titles and is_quantity(header.titles[letter])


def currency_column(header: Header) -> str | None:
    """The column that says the currencies of amounts, by letter; None where the sheet has none."""
    letters = (letter for letter in header.titles if header.field_of(letter, Kind.INVENTORY) == CURRENCY)
    return next(letters, None)
