"""rollcall report: each report, in each form; and that it counts as `show`, `query` and the published views do."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import pipeline
from pipeline.runs.ledger_reports.report import REPORTS
from tests.support.desk import Desk

Row = dict[str, Any]


def told(desk: Desk, name: str, *words: str) -> dict[str, list[Row]]:
    """The rows of each table of a report."""
    report = desk.json("report", name, *words)["report"]
    return {table: found["rows"] for table, found in report["tables"].items()}


def picked(rows: list[Row], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


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


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland"])
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


def test_a_workbook_has_its_tables_whole_native_charts_with_descriptions_and_pages(
    priced_fleet: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "money.xlsx"
    said = priced_fleet.say("report", "money", "-o", path)
    assert (said.code, said.err) == (0, f"Money: {path}\n")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Summary", "Cost centers", "Departments", "Locations", "Month ends", "Devices"]
    assert book["Summary"]["A1"].value == "Rollcall report: Money"
    devices = book["Devices"]
    assert devices.max_row == 7
    assert (devices["C2"].data_type, {cell.value for cell in devices["C"]} >= {"-1+1", "<b>Two</b>"}) == ("s", True)
    assert (devices.page_setup.orientation, devices.page_setup.fitToHeight, devices.print_title_rows) == (
        "landscape",
        0,
        "$1:$1",
    )
    assert "&P" in devices.oddFooter.right.text
    assert len(book["Summary"]._charts) >= 6
    assert b'descr="Purchase price by cost center, EUR. The figures stand on the sheet Cost centers."' in _drawing(path)


def _drawing(path: Path) -> bytes:
    import zipfile

    with zipfile.ZipFile(path) as parts:
        return parts.read("xl/drawings/drawing1.xml")


@pytest.mark.parametrize("name", ["changes", *(pytest.param(name, marks=pytest.mark.system) for name in REPORTS)])
def test_a_page_is_one_file_without_a_script_and_its_charts_can_be_read(
    priced_fleet: Desk, name: str, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    assert priced_fleet.say("report", name, "-o", path).code == 0
    page = path.read_text(encoding="utf-8")
    assert "<script" not in page
    assert re.findall(r"(?:src|href)=\"(?!#)[^\"]*", page) == []
    assert "<b>Two</b>" not in page
    charts = re.findall(r"<svg .*?</svg>", page, flags=re.DOTALL)
    assert len(charts) >= 1
    for chart in charts:
        title, described = re.search(r'role="img" aria-labelledby="(\S+) (\S+)"', chart).groups()  # type: ignore[union-attr]
        assert f'<title id="{title}">' in chart
        assert f'<desc id="{described}">' in chart
        assert "style" not in chart


@pytest.mark.system
def test_names_from_sheets_are_escaped_in_a_page(priced_fleet: Desk, tmp_path: Path) -> None:
    priced_fleet.say("report", "who-has-what", "-o", tmp_path / "who.html")
    assert "&lt;b&gt;Two&lt;/b&gt;" in (tmp_path / "who.html").read_text(encoding="utf-8")


def test_one_table_is_printed_as_csv_where_texts_are_no_formulas(priced_fleet: Desk) -> None:
    said = priced_fleet.say("report", "money", "--table", "devices", "--format", "csv")
    assert said.out.splitlines()[0].startswith("serial_number,asset_tag,name,")
    assert len(said.out.splitlines()) == 7
    assert "'-1+1" in said.out


def test_on_the_screen_each_table_is_told_and_the_rest_of_a_long_one_named(priced_fleet: Desk) -> None:
    out = priced_fleet.say("report", "who-has-what").out
    assert out.startswith("Who has what. As of ")
    assert "2 people have 3 devices; nobody has 3 other devices." in out
    assert "Nobody has (3)" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing",), 'There is no report "nothing". The reports are: who-has-what, changes, '),
        (("changes", "--as-of", "2025-01-01"), "Say --from DAY and --to DAY instead of --as-of."),
        (("money", "--from", "2025-01-01"), "Say --as-of DAY instead of --from and --to"),
        (("changes", "--from", "2025-02", "--to", "2025-01"), "--to 2025-01-31 lies before --from 2025-02-28."),
        (("money", "--as-of", "31.3.2025"), "is not a day; write 2026-03-31, or 2026-03"),
        (("money", "--table", "none"), "has no table none. It has: cost_center, department, "),
        (("money", "-o", "money.doc"), ".doc is the ending of no format."),
    ],
)
def test_a_wrong_use_is_told_with_the_right_one(priced_fleet: Desk, words: tuple[str, ...], said: str) -> None:
    told = priced_fleet.say("report", *words)
    assert told.code == 2
    assert said in " ".join(told.err.split())


def test_a_ledger_that_is_not_there_yet_has_nothing_to_report(desk: Desk) -> None:
    for name in ("changes", "book-value"):
        assert desk.say("report", name).code == 0
    assert list(desk.folder.iterdir()) == []


def test_a_report_is_no_list_to_be_read(priced_fleet: Desk, tmp_path: Path) -> None:
    priced_fleet.say("report", "who-has-what", "-o", tmp_path / "who.xlsx")
    said = Desk(tmp_path).say("check", "who.xlsx")
    assert said.code == 3
    assert "this is a report, not a list to be read" in said.err


@pytest.mark.system
def test_a_program_gets_the_tables_as_frames(priced_fleet: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(priced_fleet.folder)
    report = pipeline.report("book-value", as_of=date(2025, 12, 31))
    assert report.table("devices").frame["book_value"].cast(float).to_list() == [2400.0, 722.23, 170.0]
    assert pipeline.report("who-has-what", owner="ben@acme.example").table("held").frame.height == 1
