"""Money, and yes and no, as people write them."""

from __future__ import annotations

from tests.system.corpus.make.books import book, first, made, saved
from tests.system.corpus.make.catalogue import makes

_PRICED = ("Serial Number", "Purchase Price")
_RENTED = ("Serial Number", "Rented")


def _priced(*prices: object) -> bytes:
    return made((_PRICED, *((f"LT-00{10 + at}", price) for at, price in enumerate(prices))))


@makes("decimal_commas.xlsx")
def commas() -> bytes:
    """1234,50 and 1.234,50: as half of Europe writes."""
    return _priced("1234,50", "1.234,50", "1 234,50", "12,5", "1.234.567,89")


@makes("thousands_or_decimals.xlsx")
def thousands() -> bytes:
    """1,234 and 1.234 can be read in two ways."""
    return _priced("1,234", "1.234", "1,234.50")


@makes("currencies.xlsx")
def currencies() -> bytes:
    """Signs and codes, before and after."""
    return _priced("€ 1,200.00", "1.300,00 EUR", "$1,400", "£1500", "CHF 1'600.00", "1 700 kr", "1800 zł")


@makes("prices_with_currency_format.xlsx")
def currency_format() -> bytes:
    """Numbers that only look like text: the sign is a format."""
    workbook = book((_PRICED, ("LT-0010", 1200), ("LT-0011", 0.1 + 0.2), ("LT-0012", 1234.5)))
    for at in (2, 3, 4):
        first(workbook).cell(at, 2).number_format = '#,##0.00 "€"'
    return saved(workbook)


@makes("negative_in_parentheses.xlsx")
def parentheses() -> bytes:
    """(50.00) is how an accountant writes minus 50."""
    return _priced("(50.00)", "-50.00", "50.00-")


@makes("prices_that_are_none.xlsx")
def no_prices() -> bytes:
    """Words, three decimals, and two numbers in one cell."""
    return _priced("n/a", "1200.555", "1200-1300", "free", "1,23,456")


@makes("yes_and_no_in_four_languages.xlsx")
def yes_and_no() -> bytes:
    """Words, marks, numbers and real check boxes; and two that are neither."""
    answers = ("yes", "Nein", "oui", "no", "Sí", "x", 1, 0, "TRUE", "perhaps", "✓")
    return made((_RENTED, *((f"LT-00{10 + at}", answer) for at, answer in enumerate(answers))))


@makes("real_booleans.xlsx")
def booleans() -> bytes:
    """Cells that Excel knows as TRUE and FALSE."""
    return made((_RENTED, ("LT-0010", True), ("LT-0011", False)))


@makes("months_with_words.xlsx")
def months() -> bytes:
    """`36 months`, `3 years`, 24.0 and 12.5."""
    return made((("Serial Number", "Warranty Months"), ("LT-0010", "36 months"), ("LT-0011", 24.0), ("LT-0012", 12.5)))
