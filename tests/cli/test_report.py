"""rollcall report: each report, in each form; and that it counts as `show`, `query` and the published views do."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.runs.ledger_reports.report import REPORTS
from tests.support.desk import Desk
from tests.support.strength import sampled

Row = dict[str, Any]


def told(desk: Desk, name: str, *words: str) -> dict[str, list[Row]]:
    """The rows of each table of a report."""
    report = desk.json("report", name, *words)["report"]
    return {table: found["rows"] for table, found in report["tables"].items()}


def picked(rows: list[Row], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


@pytest.mark.system
def test_prices_are_those_on_record_on_the_day(priced_fleet: Desk, tmp_path: Path) -> None:
    desk = priced_fleet.copied_to(tmp_path)
    desk.book("prices.xlsx", ("Serial Number", "Purchase Price", "Cost Center"), ("LT-1", 4000, "4900"))
    assert desk.say("run", "prices.xlsx").code == 0
    for words, cost_center, price in (((), "4900", 4000), (("--as-of", "2025-12-31"), "4100", 3600)):
        (device,) = (row for row in told(desk, "money", *words)["devices"] if row["serial_number"] == "LT-1")
        at = ("--as-of", "2025-12-31T23:59:59") if words else ()
        (shown,) = desk.show("devices", "--serial", "LT-1", *at)
        assert (device["cost_center"], device["purchase_price"]) == (cost_center, price)
        assert (shown["cost_center"], shown["purchase_price"]) == (cost_center, price)


def test_without_a_name_the_reports_are_listed(desk: Desk) -> None:
    said = desk.say("report")
    assert said.code == 0
    assert [line.split()[0] for line in said.out.splitlines()] == list(REPORTS)
    assert list(desk.json("report")["reports"]) == list(REPORTS)


@pytest.mark.parametrize(
    "words", [(), ("--as-of", "2025-05-31"), ("--as-of", "2025-07"), ("--owner", "ben@acme.example")]
)
def test_who_has_what_says_what_show_says(priced_fleet: Desk, words: tuple[str, ...]) -> None:
    held = told(priced_fleet, "who-has-what", *words)["held"]
    at = (
        ("--as-of", {"2025-07": "2025-07-31T23:59:59"}.get(words[1], f"{words[1]}T23:59:59"))
        if "--as-of" in words
        else ()
    )
    shown = priced_fleet.show("ownerships", *(at or ("--current", *words)))
    assert len(held) >= 1
    assert sorted(picked(held, "serial_number", "owner_email")) == sorted(picked(shown, "serial_number", "owner_email"))


@pytest.mark.system
@pytest.mark.parametrize("zone", sampled(["America/Los_Angeles", "Pacific/Auckland"], every=2))
def test_a_day_ends_where_the_settings_say(priced_fleet: Desk, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """LT-1 is handed over when the first of February begins in UTC: the last of January in Los Angeles."""
    monkeypatch.setenv("ROLLCALL_TIMEZONE", zone)
    for day in ("2025-01-31", "2025-02-01"):
        held = told(priced_fleet, "who-has-what", "--as-of", day)["held"]
        shown = priced_fleet.show("ownerships", "--as-of", day)
        assert picked(held, "serial_number") == picked(shown, "serial_number")
        assert len(held) == (0 if zone == "Pacific/Auckland" and day == "2025-01-31" else 1)
    assert told(priced_fleet, "leavers", "--as-of", "2025-08-31")["devices"] == []
    assert picked(told(priced_fleet, "leavers", "--as-of", "2025-09-01")["devices"], "days_since") == [(1,)]


def test_nobody_has_what_is_on_record_and_not_held(priced_fleet: Desk) -> None:
    tables = told(priced_fleet, "who-has-what")
    assert picked(tables["free"], "serial_number") == [("LT-3",), ("RT-1",), ("SC-1",)]
    assert picked(tables["people"], "owner_email", "department", "devices") == [
        ("anna@acme.example", "Sales", 2),
        ("ben@acme.example", "Legal", 1),
    ]
    assert sum(row["devices"] for row in tables["types"]) == 6


def test_money_counts_the_cost_centre_of_the_device_else_that_of_its_holder_per_currency(priced_fleet: Desk) -> None:
    tables = told(priced_fleet, "money")
    assert picked(
        tables["cost_center"], "cost_center", "currency", "devices", "purchase_price", "purchase_price_held"
    ) == [
        ("4300", "CHF", 1, 1000.01, 1000.01),
        ("4100", "EUR", 1, 3600, 3600),
        ("4200", "EUR", 4, 1640, 240),
    ]
    assert picked(tables["department"], "department", "currency", "purchase_price") == [
        ("Legal", "CHF", 1000.01),
        ("Sales", "EUR", 3600),
        ("IT", "EUR", 1640),
    ]


def test_the_month_ends_of_money_are_those_of_the_published_view(priced_fleet: Desk) -> None:
    sql = (
        "SELECT month_end, currency, sum(devices) AS devices, sum(purchase_price) AS purchase_price FROM month_ends "
        "WHERE month_end BETWEEN '2025-01-01' AND '2025-12-31' GROUP BY ALL ORDER BY currency, month_end"
    )
    rows = told(priced_fleet, "money", "--as-of", "2025-12")["month_ends"]
    asked = priced_fleet.json("query", sql)
    columns = ("month_end", "currency", "devices", "purchase_price")
    assert len(rows) == 10 + 11
    assert picked(rows, *columns) == picked(asked, *columns)


@pytest.mark.system
@pytest.mark.parametrize(("name", "view"), [("leavers", "leavers"), ("overdue", "overdue")])
def test_leavers_and_what_is_overdue_are_those_of_the_published_views(priced_fleet: Desk, name: str, view: str) -> None:
    rows = told(priced_fleet, name)["devices"]
    asked = priced_fleet.json("query", f"FROM {view} ORDER BY device_id")
    columns = ("serial_number", "owner_email")
    assert len(rows) == 1
    assert picked(rows, *columns) == picked(asked, *columns)
    days = "days_since" if name == "leavers" else "days_overdue"
    assert picked(rows, days) == picked(asked, days)


@pytest.mark.parametrize(
    ("name", "day", "devices"),
    [
        ("leavers", "2025-08-31", 0),
        ("leavers", "2025-09-01", 1),
        ("overdue", "2025-09-29", 0),
        ("overdue", "2025-10-01", 1),
    ],
)
def test_they_are_told_as_of_any_day(priced_fleet: Desk, name: str, day: str, devices: int) -> None:
    assert len(told(priced_fleet, name, "--as-of", day)["devices"]) == devices


def test_book_value_falls_by_the_same_part_each_month_from_that_of_the_purchase_on(priced_fleet: Desk) -> None:
    tables = told(priced_fleet, "book-value", "--as-of", "2025-12")
    columns = (
        "serial_number",
        "months",
        "months_past",
        "depreciation",
        "book_value",
        "depreciation_of_month",
        "currency",
    )
    assert picked(tables["devices"], *columns) == [
        ("LT-1", 36, 12, 1200.0, 2400.0, 100.0, "EUR"),
        ("LT-2", 36, 10, 277.78, 722.23, 27.78, "CHF"),
        ("PH-1", 24, 7, 70.0, 170.0, 10.0, "EUR"),
    ]
    assert picked(tables["left_out"], "serial_number", "why") == [
        ("SC-1", "no price"),
        ("RT-1", "rented"),
        ("LT-3", "retired, sold, lost or the like"),
    ]
    assert picked(tables["category"], "category", "currency", "book_value") == [
        ("computers", "CHF", 722.23),
        ("computers", "EUR", 2400.0),
        ("phones", "EUR", 170.0),
    ]


@pytest.mark.system
@pytest.mark.parametrize(
    ("day", "value"), [("2024-12", []), ("2025-01", [3500.0]), ("2027-11", [100.0]), ("2031-01", [0.0])]
)
def test_book_value_begins_with_the_purchase_and_ends_at_nothing(
    priced_fleet: Desk, day: str, value: list[float]
) -> None:
    devices = told(priced_fleet, "book-value", "--as-of", day)["devices"]
    assert [row["book_value"] for row in devices if row["serial_number"] == "LT-1"] == value


def test_book_value_is_that_of_the_last_month_end(priced_fleet: Desk) -> None:
    assert priced_fleet.json("report", "book-value", "--as-of", "2025-12-30")["report"]["about"] == (
        "As of the month end 2025-11-30"
    )


def test_warranties_end_as_recorded_else_after_their_months(priced_fleet: Desk) -> None:
    tables = told(priced_fleet, "warranties", "--from", "2026-12-01", "--to", "2027-03-31")
    assert picked(tables["devices"], "serial_number", "warranty_end", "told_by") == [
        ("LT-1", "2026-12-31", "on record"),
        ("LT-2", "2027-02-28", "purchase date and months"),
    ]
    assert picked(tables["months"], "month", "devices") == [("2026-12", 1), ("2027-02", 1)]
    assert "LT-3" not in {row["serial_number"] for row in tables["unknown"]}


@pytest.mark.system
def test_what_changed_is_who_has_what_and_each_fact_with_its_row(priced_fleet: Desk, tmp_path: Path) -> None:
    desk = priced_fleet.copied_to(tmp_path)
    desk.book(
        "moves.xlsx", ("Serial Number", "Owner Email", "Effective At"), ("LT-1", "zoe@acme.example", "2025-08-01")
    )
    desk.book("facts.xlsx", ("Serial Number", "Location"), ("SC-1", "Rome"))
    assert desk.say("run", "moves.xlsx", "facts.xlsx").code == 0
    tables = told(desk, "changes", "--from", "2025-06-30")
    assert picked(tables["holders"], "what", "serial_number", "previous_owner_email", "owner_email") == [
        ("passed on", "LT-1", "anna@acme.example", "zoe@acme.example"),
        ("handed out", "PH-1", None, "anna@acme.example"),
    ]
    assert picked(tables["values"], "serial_number", "field", "old", "new", "file", "row") == [
        ("SC-1", "location", "Paris", "Rome", "facts.xlsx", 2)
    ]
    assert len(tables["new"]) == 6


@pytest.mark.system
def test_a_ledger_that_is_not_there_yet_has_nothing_to_report(desk: Desk) -> None:
    for name in ("changes", "book-value"):
        assert desk.say("report", name).code == 0
    assert list(desk.folder.iterdir()) == []


@pytest.mark.system
def test_a_program_gets_the_tables_as_frames(priced_fleet: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(priced_fleet.folder)
    report = pipeline.report("book-value", as_of=date(2025, 12, 31))
    assert report.table("devices").frame["book_value"].cast(float).to_list() == [2400.0, 722.23, 170.0]
    assert pipeline.report("who-has-what", owner="ben@acme.example").table("held").frame.height == 1
