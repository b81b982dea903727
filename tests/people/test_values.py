"""Amounts, months, addresses and formulas in whole workbooks."""

from decimal import Decimal
from pathlib import Path

from tests.intake.workbooks import Rows, findings, read
from tests.people.made import HEADER, STOCK, desired


def test_prices_are_read_as_their_column_writes_them(tmp_path: Path) -> None:
    prices = ["1.234", "12,50 €", "CHF 1'234.–", "(5,00)"]
    rows: Rows = [[*STOCK, "Price"], *([f"SN{n}", "L", "laptop", "IT", price] for n, price in enumerate(prices))]
    checked = read(desired(tmp_path, rows))
    assert checked.inventory["purchase_price"].to_list() == [
        Decimal(text) for text in ("1234.00", "12.50", "1234.00", "-5.00")
    ]
    assert checked.issues.is_empty()


def test_an_amount_that_could_be_thousands_is_refused_with_advice(tmp_path: Path) -> None:
    checked = read(desired(tmp_path, [[*STOCK, "Price"], ["SN1", "L", "laptop", "IT", "1.234 €"]]))
    (issue,) = checked.issues.to_dicts()
    assert issue["code"] == "invalid_number"
    assert issue["message"] == (
        'a.xlsx, sheet Desired, E2: "1.234 €" can be read as thousands and as an amount with three decimals.'
    )
    assert issue["hint"] == "Write it as 1234.00, or with two decimals."


def test_a_warranty_may_be_given_in_years(tmp_path: Path) -> None:
    rows: Rows = [
        [*STOCK, "Warranty months"],
        ["SN1", "L", "laptop", "IT", "3 years"],
        ["SN2", "L", "laptop", "IT", "long"],
    ]
    checked = read(desired(tmp_path, rows))
    assert checked.inventory["warranty_months"].to_list() == [36, None]
    assert findings(checked) == [("E3", "invalid_number")]


def test_an_address_that_was_pasted_with_its_name_is_read(tmp_path: Path) -> None:
    rows: Rows = [HEADER, ["SN1", "Anna Bell <Anna.Bell@acme.example>"], ["SN2", "mailto:b@x.com"], ["SN3", "<none>"]]
    checked = read(desired(tmp_path, rows))
    assert checked.assignments.select("owner_email", "action").rows() == [
        ("anna.bell@acme.example", "assign"),
        ("b@x.com", "assign"),
        (None, "unassign"),
    ]
    assert checked.issues.is_empty()


def test_a_formula_without_a_saved_value_is_bad_also_in_the_last_row(tmp_path: Path) -> None:
    rows: Rows = [[*HEADER, "Effective at"], ["SN1", "a@x.com", "=TODAY()"], ["=Other!A1", "=Other!B1", None]]
    assert findings(read(desired(tmp_path, rows))) == [(cell, "no_saved_value") for cell in ("C2", "A3", "B3")]
