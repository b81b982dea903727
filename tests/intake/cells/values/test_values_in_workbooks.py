"""Amounts, months, addresses and formulas in whole workbooks."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.sheets.people_lists import HEADER, STOCK, desired, told
from tests.support.workbooks import Rows, findings, read


def test_prices_are_read_as_their_column_writes_them(tmp_path: Path) -> None:
    prices = ["1.234", "12,50 €", "EUR 1'234.–", "(5,00)"]
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


def _priced(folder: Path, *prices: str) -> list[tuple[str, str]]:
    """What is said of several currencies in a column of these prices."""
    rows: Rows = [[*STOCK, "Price"], *([f"SN{n}", "L", "laptop", "IT", price] for n, price in enumerate(prices))]
    return told(read(desired(folder, rows)), "mixed_currencies")


def test_amounts_of_several_currencies_in_one_column_are_told_once(tmp_path: Path) -> None:
    said = (
        "a.xlsx, sheet Desired, E1: the amounts of this column are of different currencies: "
        "€ (E2), USD (E4) and £ (E6). Each keeps its own, and none is converted."
    )
    assert _priced(tmp_path, "12,50 €", "EUR 3,00", "USD 5", "7", "£8", "$9", "¥ no amount") == [("note", said)]


@pytest.mark.parametrize(
    "prices",
    [
        ("12.50", "13"),
        ("12,50 €", "13"),
        ("12,50 €", "EUR 13", "13 Euro", "EUR 14 €"),
        ("$5", "CAD 6", "C$7"),
        ("5 kr.", "SEK 6"),
        ("CHF 5.–", "Fr. 6", "(SFr. 7)"),
        ("-£5", "GBP 6"),
        ("¥5", "RMB 6"),
    ],
)
def test_several_signs_that_may_mean_one_currency_are_fine(tmp_path: Path, prices: tuple[str, ...]) -> None:
    assert _priced(tmp_path, *prices) == []


def test_a_sign_of_several_currencies_means_only_one_of_them_in_a_column(tmp_path: Path) -> None:
    ((_, said),) = _priced(tmp_path, "$5", "USD 6", "CAD 7")
    assert "$ (E2) and CAD (E4)" in said


@pytest.mark.parametrize("owner", ["Nobody", "UNASSIGNED", "stock", "free"])
def test_a_word_for_nobody_is_no_owner_and_the_hint_says_what_to_write(tmp_path: Path, owner: str) -> None:
    checked = read(desired(tmp_path, [HEADER, ["SN1", owner]]))
    assert checked.issues.select("code", "hint").rows() == [
        ("invalid_email", "Write it as name@company.com, or <none> if nobody shall hold the device.")
    ]


@pytest.mark.parametrize(
    ("action", "hint"),
    [
        ("Return", "Write assign or unassign; here probably unassign."),
        ("returned", "Write assign or unassign; here probably unassign."),
        ("remove", "Write assign or unassign; here probably unassign."),
        ("take back", "Write assign or unassign; here probably unassign."),
        ("checkout", "Write assign or unassign; here probably assign, or nothing."),
        ("give", "Write assign or unassign; here probably assign, or nothing."),
        ("add", "Write assign or unassign; here probably assign, or nothing."),
        ("paint", "Write assign or unassign; blank means assign."),
    ],
)
def test_the_hint_about_an_action_says_which_one_is_meant(tmp_path: Path, action: str, hint: str) -> None:
    checked = read(desired(tmp_path, [[*HEADER, "Action"], ["SN1", "a@x.com", action]]))
    assert checked.issues.select("cell", "code", "hint").rows() == [("C2", "invalid_action", hint)]


@pytest.mark.parametrize("months", [-12, "-12", "−12", "-12 months", "-0.5"])
def test_a_warranty_is_not_below_zero(tmp_path: Path, months: object) -> None:
    rows: Rows = [[*STOCK, "Warranty months"], ["SN1", "L", "laptop", "IT", months], ["SN2", "L", "laptop", "IT", 0]]
    checked = read(desired(tmp_path, rows))
    assert checked.inventory["warranty_months"].to_list() == [None, 0]
    ((_, said),) = told(checked, "invalid_number")
    assert said == f'a.xlsx, sheet Desired, E2: "{months}" is below zero.'
