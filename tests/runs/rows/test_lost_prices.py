"""A price on record that falls to 0, or is emptied, is told with what it was, and is done as the row says."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest

from tests.support.desk import Desk
from tests.support.fixtures.desks import Prepared

HEADER = ("Serial", "Name", "Type", "Category", "Purchase price", "Rental price")
BOUGHT = (
    ("LT-0500", "Laptop 500", "laptop", "computers", "1,000.00", None),
    ("LT-0501", "Laptop 501", "laptop", "computers", "1,234,567.80", 12),
    ("LT-0502", "Laptop 502", "laptop", "computers", 0, None),
)


@pytest.fixture
def known(prepared: Prepared) -> Desk:
    return prepared(buy)


def buy(desk: Desk) -> None:
    desk.book("bought.xlsx", HEADER, *BOUGHT)
    desk.json("run", "bought.xlsx")


def lost(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["cell"], one["message"].split(": ", 1)[1]) for one in answer["issues"] if one["code"] == "price_lost"]


def later(desk: Desk, *prices: tuple[object, object]) -> None:
    rows = ((*row[:4], *price) for row, price in zip(BOUGHT, prices, strict=False))
    desk.book("later.xlsx", HEADER, *rows)


@pytest.mark.system
@pytest.mark.parametrize("command", ["check", "plan", "run"])
def test_a_price_that_falls_to_nothing_is_told_with_the_old_one(command: str, known: Desk) -> None:
    later(known, (0, None), ("<clear>", "0.00"), (0, 0))

    answer = known.json(command, "later.xlsx")

    assert answer["rows"]["rejected"] == 0
    assert lost(answer) == [
        ("E2", "the price falls from 1,000.00 to 0.00."),
        ("F3", "the price falls from 12.00 to 0.00."),
        ("E3", "the price is emptied: 1,234,567.80 is on record."),
    ]


@pytest.mark.system
def test_other_prices_and_blanks_are_no_loss(known: Desk) -> None:
    later(known, (999, 0), (None, None), (None, None))

    assert lost(known.json("run", "later.xlsx")) == []


@pytest.mark.system
def test_it_is_told_once_and_stands_on_the_summary_with_the_totals(known: Desk) -> None:
    known.book("later.xlsx", HEADER, (*BOUGHT[0][:4], 0, None), (None, None, None, None, 7, None))

    first = known.json("run", "later.xlsx")

    summary = openpyxl.load_workbook(known.folder / first["outputs"]["results"])["Summary"]
    told = [list(row[:2]) for row in summary.iter_rows(values_only=True)]
    at = told.index(["Totals, prices and owners in the files", "What was found"]) + 1
    long, rest, short = told[at : at + 3]  # a long line goes on in the next row
    assert (long[0], rest[0], short[0]) == ("To look at", None, "To look at")
    assert [f"{long[1]} {rest[1]}", short[1]] == [
        'The total of the column "Purchase price" differs from the rows: your total 7.00, the rows 0.00. (E3)',
        "The price falls from 1,000.00 to 0.00. (E2)",
    ]
    assert lost(known.json("run", "later.xlsx")) == []
