"""The currency of a price: from its own column, the sign beside the amount, the header, or what the run says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from schemas.headers.matching import match_header
from schemas.vocabulary import Kind
from tests.support.sheets.people_lists import STOCK, desired, told
from tests.support.workbooks import Rows, findings, read


def priced(folder: Path, header: list[str], *cells: Sequence[str | None], **how: Any) -> list[str | None]:
    """The currencies of rows with these cells below those headers."""
    rows: Rows = [[*STOCK, *header], *([f"SN{n}", "L", "laptop", "IT", *more] for n, more in enumerate(cells))]
    checked = read(desired(folder, rows), **how)
    if "currency" not in checked.inventory.columns:
        return [None] * checked.inventory.height
    return checked.inventory["currency"].to_list()


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("EUR", "EUR"),
        ("eur", "EUR"),
        ("€", "EUR"),
        ("Euros", "EUR"),
        ("USD - US Dollar", "USD"),
        ("US Dollar (USD)", "USD"),
        ("CHF", "CHF"),
        ("Pound Sterling", "GBP"),
        ("US$", "USD"),
        ("S/", "PEN"),
        ("$", "$"),
        ("Dollars", "$"),
        ("kr.", "KR"),
    ],
)
def test_a_column_of_currencies_says_them_as_people_write_them(tmp_path: Path, text: str, currency: str) -> None:
    assert priced(tmp_path, ["Price", "Currency"], ["12.50", text]) == [currency]


def test_what_is_no_currency_is_rejected_with_what_to_write(tmp_path: Path) -> None:
    rows: Rows = [[*STOCK, "Price", "Purchase Currency"], ["SN1", "L", "laptop", "IT", "5", "N/C"]]
    checked = read(desired(tmp_path, rows))
    assert findings(checked) == [("F2", "invalid_value")]
    assert checked.issues["hint"].to_list() == ["Write its three letters, such as EUR or USD."]


@pytest.mark.parametrize(
    ("price", "currency"),
    [
        ("12.50", None),
        ("€ 12,50", "EUR"),
        ("12.50 EUR", "EUR"),
        ("CHF 1'234.–", "CHF"),
        ("US$ 1,200", "USD"),
        ("S/ 3,450.00", "PEN"),
        ("£9", "GBP"),
        ("(5,00 €)", "EUR"),
        ("EUR€ 5", "EUR"),
        ("$9", "$"),
        ("about 9 €", None),
    ],
)
def test_a_sign_or_three_letters_beside_the_amount_say_it(tmp_path: Path, price: str, currency: str | None) -> None:
    assert priced(tmp_path, ["Price"], [price]) == [currency]


def test_each_cell_of_a_column_has_its_own(tmp_path: Path) -> None:
    prices = ("5 €", "$5", "CA$ 5", "5")
    assert priced(tmp_path, ["Price"], *([price] for price in prices)) == ["EUR", "CAD", "CAD", None]


@pytest.mark.parametrize(
    ("header", "currency"),
    [("Purchase Cost (USD)", "USD"), ("Price EUR", "EUR"), ("Cost [CHF]", "CHF"), ("Kaufpreis (€)", "EUR")],
)
def test_the_header_says_it_for_amounts_that_do_not(tmp_path: Path, header: str, currency: str) -> None:
    assert priced(tmp_path, [header], ["5"], ["GBP 5"], [None]) == [currency, "GBP", None]


def test_a_header_with_a_currency_means_a_price_and_nothing_else() -> None:
    assert match_header("Unit Price (SEK)", Kind.INVENTORY) == "purchase_price"
    assert match_header("Monthly rent (EUR)", Kind.INVENTORY) == "rental_price"
    assert match_header("Model (USD)", Kind.INVENTORY) is None


def test_an_amount_from_another_column_of_the_same_field_keeps_the_currency_of_that_column(tmp_path: Path) -> None:
    header = ["Price (EUR)", "Price (USD)"]
    assert priced(tmp_path, header, ["5", None], [None, "6"]) == ["EUR", "USD"]


@pytest.mark.parametrize(("usual", "currency"), [("CAD", "CAD"), ("USD", "USD"), ("EUR", "$"), (None, "$")])
def test_a_sign_of_several_currencies_is_that_of_the_settings_or_stays_what_it_is(
    tmp_path: Path, usual: str | None, currency: str
) -> None:
    rows: Rows = [[*STOCK, "Price"], ["SN1", "L", "laptop", "IT", "$ 5"]]
    checked = read(desired(tmp_path, rows), currency=usual)
    assert checked.inventory["currency"].to_list() == [currency]
    assert len(told(checked, "unclear_currency")) == (currency == "$")


def test_a_note_stands_at_the_header_of_the_prices_also_in_the_upper_of_two_rows(tmp_path: Path) -> None:
    rows: Rows = [
        ["Serial number", "Price", "Owner", None],
        [None, None, "E-mail", "Name"],
        ["SN1", "$ 5", "eva@acme.example", "Eva Berg"],
    ]
    checked = read(desired(tmp_path, rows))
    ((severity, message),) = told(checked, "unclear_currency")
    assert (severity, message.partition(": ")[0]) == ("note", "a.xlsx, sheet Desired, B1")


def test_a_run_says_the_currency_of_amounts_that_name_none(tmp_path: Path) -> None:
    how = {"amounts_in": "USD", "currency": "EUR"}
    assert priced(tmp_path, ["Price"], ["5"], ["5 CHF"], [None], **how) == ["USD", "CHF", None]


def test_a_column_of_currencies_counts_more_than_the_sign_beside_the_price(tmp_path: Path) -> None:
    rows: Rows = [
        [*STOCK, "Price", "Currency"],
        ["SN1", "L", "laptop", "IT", "5 €", "USD"],
        ["SN2", "L", "laptop", "IT", "$5", "CAD"],
        ["SN3", "L", "laptop", "IT", "5 €", None],
    ]
    checked = read(desired(tmp_path, rows))
    assert checked.inventory["currency"].to_list() == ["USD", "CAD", "EUR"]
    assert told(checked, "unclear_currency") == [
        (
            "warning",
            'a.xlsx, sheet Desired, F2: this column says "USD", and the price beside it "EUR": the column counts. '
            "Rows like this: 1.",
        )
    ]


def test_a_cleared_currency_is_not_said_again_by_the_sign(tmp_path: Path) -> None:
    assert priced(tmp_path, ["Price", "Currency"], ["5 €", "<clear>"]) == [None]


def test_a_sheet_without_prices_has_no_currencies(tmp_path: Path) -> None:
    assert priced(tmp_path, ["Location"], ["Berlin (EUR)"], amounts_in="USD") == [None]
