"""Currencies that only the number format of a cell shows."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pipeline.intake.readers.xml.number_formats import currency_shown
from tests.support.sheets.people_lists import STOCK
from tests.support.workbooks import read


@pytest.mark.parametrize(
    ("code", "currency"),
    [
        ('#,##0.00 "CHF"', "CHF"),
        ("[$€-407] #,##0.00", "€"),
        ("_-[$£-809]* #,##0.00_-;-[$£-809]* #,##0.00_-", "£"),
        ('_("$"* #,##0.00_);_("$"* \\(#,##0.00\\)', "$"),
        ("[$$-1009]#,##0.00", "CAD"),
        ("[$$-409]#,##0.00_);[Red]\\([$$-409]#,##0.00\\)", "USD"),
        ("#,##0.00\\ [$kr-414]", "NOK"),
        ("[$EUR]\\ #,##0.00", "EUR"),
        ("#,##0.00 €", "€"),
        ("[$-409]#,##0.00", None),
        ('0.00 "kg"', None),
        ("#,##0.00", None),
        ("yyyy-mm-dd", None),
        (None, None),
    ],
)
def test_the_currency_that_a_format_shows(code: str | None, currency: str | None) -> None:
    assert currency_shown(code) == currency


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Prices in three formats, one typed with another sign, and one without a currency."""
    path, codes = tmp_path / "prices.xlsx", ('#,##0.00 "CHF"', "[$€-407] #,##0.00", "General", '"$"#,##0', "#,##0 €")
    workbook = openpyxl.Workbook()
    workbook.active.append([*STOCK, "Price"])
    for at, code in enumerate(codes, start=1):
        workbook.active.append([f"SN{at}", "L", "laptop", "IT", "£ 12.50" if at == 5 else 12.5])
        workbook.active.cell(at + 1, len(STOCK) + 1).number_format = code
    workbook.save(path)
    return path


def test_prices_have_the_currency_that_their_cells_show(book: Path) -> None:
    checked = read(book)

    assert checked.inventory["currency"].to_list() == ["CHF", "EUR", None, "$", "GBP"]
    assert checked.inventory["purchase_price"].cast(float).to_list() == [12.5] * 5
    assert set(checked.issues["code"]) == {"mixed_currencies", "unclear_currency"}


def test_and_a_column_of_currencies_comes_first(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    for at, text in enumerate(("Currency", "EUR", None), start=1):
        workbook.active.cell(at, len(STOCK) + 2).value = text
    workbook.save(book)

    assert read(book).inventory["currency"].to_list()[:2] == ["EUR", "EUR"]
