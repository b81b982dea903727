"""Totals in a currency are compared with the rows that are in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.workbooks import Rows, read, write

HEADER = ["Asset Tag", "Name", "Type", "Category", "Purchase Price", "Currency"]
DEVICES: Rows = [
    ["A-1", "One", "laptop", "hw", "1,000.00", "EUR"],
    ["A-2", "Two", "laptop", "hw", "700.00", "USD"],
    ["A-3", "Three", "laptop", "hw", "200.00", "eur"],
]


def told(folder: Path, *totals: list[str | None]) -> list[tuple[str, str]]:
    """What is said of these totals below the devices; none of them is a device."""
    checked = read(write(folder / "list.xlsx", {"Stock": [HEADER, *DEVICES, *totals]}))
    assert checked.inventory["asset_tag"].to_list() == ["A-1", "A-2", "A-3"]
    assert checked.inventory["fault"].to_list() == [None] * 3
    found = checked.issues.filter(code="totals")
    return [
        (severity, message.split('"Purchase Price" ')[1]) for severity, message in found["severity", "message"].rows()
    ]


@pytest.mark.parametrize("label", ["Total", "Total EUR", "Summe (EUR):", "Total €"])
@pytest.mark.parametrize("currency", ["EUR", "Euro"])
def test_a_total_with_a_currency_is_that_of_the_rows_in_it(label: str, currency: str, tmp_path: Path) -> None:
    said = told(tmp_path, [label, None, None, None, "1,200.00", currency])
    assert said == [("note", "agrees with the rows in EUR: your total 1,200.00, the rows in EUR 1,200.00.")]


def test_each_currency_has_its_own_total_and_one_that_differs_is_a_warning(tmp_path: Path) -> None:
    said = told(
        tmp_path,
        ["Total EUR", None, None, None, "1,200.00", None],
        ["Total USD", None, None, None, "900.00", None],
    )
    assert sorted(said) == [
        ("note", "agrees with the rows in EUR: your total 1,200.00, the rows in EUR 1,200.00."),
        ("warning", "differs from the rows: your total 900.00, the rows in USD 700.00."),
    ]


def test_a_total_without_a_currency_is_that_of_all_rows(tmp_path: Path) -> None:
    said = told(tmp_path, ["Total", None, None, None, "1,900.00", None])
    assert said == [("note", "agrees with the rows: your total 1,900.00, the rows 1,900.00.")]
