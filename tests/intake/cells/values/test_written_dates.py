"""Dates as text: one order of day and month per column, and never a guess without a word."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipeline.intake.cells.values.instants import instant_expr
from pipeline.intake.cells.values.written_dates import spell_out
from schemas.vocabulary import DateOrder
from tests.support.sheets.people_lists import HEADER, STOCK, desired, told
from tests.support.workbooks import Rows, findings, read


def _instants(folder: Path, texts: list[object], **how: Any) -> tuple[list[object], list[tuple[str | None, str]]]:
    rows: Rows = [[*HEADER, "Effective at"], *([f"SN{n}", "a@x.com", text] for n, text in enumerate(texts))]
    checked = read(desired(folder, rows), **how)
    return checked.assignments["effective_at"].to_list(), findings(checked)


@pytest.mark.parametrize(
    "text",
    [
        "25/03/2025",
        "03/25/2025",
        "25.03.2025",
        "25.3.2025",
        "25. 3. 2025",
        "25-03-2025",
        "25/3/25",
        "25-03-25",
        "2025/03/25",
        "2025.03.25",
        "2025-3-25",
        "20250325",
        "25 Mar 2025",
        "25th March 2025",
        "March 25, 2025",
        "Mar 25 2025",
        "25-mar-25",
        "25. März 2025",
        "25. Mrz 25",
        "25 mars 2025",
        "25 de marzo de 2025",
        "25 mar. 2025",
        "2025-Mar-25",
        "2025年3月25日",
        "25/03/2025 00:00:00",
        "3/25/2025 12:00 AM",
    ],
)
def test_a_date_is_read_as_people_write_it(text: str) -> None:
    spelling = spell_out(pl.Series([text]), None)
    assert spelling is not None
    assert spelling.texts["iso"].item()[:10] == "2025-03-25"
    assert spelling.texts["iso"].item()[10:] in {"", " 00:00:00"}


def test_days_and_instants_are_both_read_as_people_write_them(tmp_path: Path) -> None:
    assert _instants(tmp_path, ["25. März 2025"]) == ([datetime(2025, 3, 25)], [])
    rows: Rows = [[*STOCK, "Purchase date"], ["SN1", "L1", "laptop", "IT", "3/25/2025 12:00 AM"]]
    assert read(desired(tmp_path, rows)).inventory["purchase_date"].to_list() == [date(2025, 3, 25)]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("1er mars 2025", datetime(2025, 3, 1)),
        ("5 février 2025", datetime(2025, 2, 5)),
        ("31 déc. 2025", datetime(2025, 12, 31)),
        ("1 de enero de 2025", datetime(2025, 1, 1)),
        ("3. Okt. 2025", datetime(2025, 10, 3)),
        ("01-Jan-79", datetime(2079, 1, 1)),
        ("01-Jan-80", datetime(1980, 1, 1)),
        ("25/03/2025 9:30", datetime(2025, 3, 25, 9, 30)),
        ("3/25/2025 9:30:15 PM", datetime(2025, 3, 25, 21, 30, 15)),
        ("25.03.2025 12:15 p.m.", datetime(2025, 3, 25, 12, 15)),
        ("25.03.2025 09:00:00+02:00", datetime(2025, 3, 25, 7)),
        ("2025/03/25 09:00Z", datetime(2025, 3, 25, 9)),
        ("2025/03/25 09:00 GMT+2", datetime(2025, 3, 25, 7)),
        ("25 March 2025 09:00 UTC-05:30", datetime(2025, 3, 25, 14, 30)),
        ("2025年3月25日 14:30", datetime(2025, 3, 25, 14, 30)),
        ("2025/3/25 下午2:30", datetime(2025, 3, 25, 14, 30)),
        ("2025-3-25 上午 9:05:10", datetime(2025, 3, 25, 9, 5, 10)),
        ("Tuesday, March 25, 2025", datetime(2025, 3, 25)),
        ("Di., 25.03.2025 9:00", datetime(2025, 3, 25, 9)),
    ],
)
def test_an_instant_is_read_as_people_write_it(text: str, instant: datetime) -> None:
    spelling = spell_out(pl.Series([text]), None)
    assert spelling is not None
    assert spelling.texts.select(instant_expr(pl.col("iso"), "UTC")).item() == instant


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2025",
        "99/99/2025",
        "25/03",
        "13/2025",
        "25/03/2025 25:00",
        "25/03/2025 13:00 PM",
        "25/03-2025",
        "30 février 2025",
        "25 Foo 2025",
        "20251325",
        "2025",
        "next week",
    ],
)
def test_what_is_no_date_in_any_order_has_no_reading(text: str) -> None:
    spelling = spell_out(pl.Series([text]), None)
    assert spelling is not None
    assert spelling.texts.select("iso", "flaw").row(0) == (None, None)


def test_one_value_decides_the_order_of_its_column(tmp_path: Path) -> None:
    rows: Rows = [[*HEADER, "Effective at", "End at"], ["SN1", "a@x.com", "03/04/2025", "04/05/2025"]]
    checked = read(desired(tmp_path, [*rows, ["SN2", "b@x.com", "25/03/2025", "04/25/2025"]]))
    assert checked.assignments.select("effective_at", "end_at").row(0) == (datetime(2025, 4, 3), datetime(2025, 4, 5))
    assert told(checked, "date_order") == [
        ("note", "a.xlsx, sheet Desired, C1: the dates are read as day/month/year, since C3 says 25/03/2025."),
        ("note", "a.xlsx, sheet Desired, D1: the dates are read as month/day/year, since D3 says 04/25/2025."),
    ]


def test_where_both_orders_are_possible_what_differs_is_ambiguous(tmp_path: Path) -> None:
    values, found = _instants(tmp_path, ["03/04/2025", "05/05/2025", "2025-03-01", datetime(2025, 3, 2)])
    assert values == [None, datetime(2025, 5, 5), datetime(2025, 3, 1), datetime(2025, 3, 2)]
    assert found == [("C2", "ambiguous_date")]


def test_where_no_order_is_possible_what_differs_is_ambiguous(tmp_path: Path) -> None:
    values, found = _instants(tmp_path, ["03/04/2025", "25/03/2025", "03/26/2025"])
    assert values == [None, datetime(2025, 3, 25), datetime(2025, 3, 26)]
    assert found == [("C2", "ambiguous_date")]


def test_a_value_that_is_no_date_at_all_tells_no_order(tmp_path: Path) -> None:
    values, found = _instants(tmp_path, ["03/04/2025", "25/03/2025", "31/02/2025"])
    assert values == [datetime(2025, 4, 3), datetime(2025, 3, 25), None]
    assert found == [("C4", "invalid_date")]


def test_an_order_that_is_given_decides(tmp_path: Path) -> None:
    values, found = _instants(tmp_path, ["03/04/2025", "25/03/2025"], date_order=DateOrder.MONTH_FIRST)
    assert values == [datetime(2025, 3, 4), None]
    assert found == [("C3", "invalid_date")]
    values, found = _instants(tmp_path, ["03/04/2025", "13-04-25"], date_order=DateOrder.DAY_FIRST)
    assert values == [datetime(2025, 4, 3), datetime(2025, 4, 13)]


def test_two_digits_with_dashes_may_be_a_year_in_front(tmp_path: Path) -> None:
    values, found = _instants(tmp_path, ["13-04-25", "25-03-25"])
    assert values == [None, datetime(2025, 3, 25)]
    assert found == [("C2", "ambiguous_date")]


def test_an_ambiguous_date_says_what_to_do(tmp_path: Path) -> None:
    checked = read(desired(tmp_path, [[*HEADER, "Effective at"], ["SN1", "a@x.com", "03/04/2025"]]))
    (issue,) = checked.issues.to_dicts()
    assert issue["message"] == (
        'a.xlsx, sheet Desired, C2: "03/04/2025" can be read in two ways, and its column does not tell which is meant.'
    )
    assert issue["hint"] == (
        "Write it as 2025-03-04, format the cells as dates, or say --date-order dmy or --date-order mdy."
    )


def test_a_number_is_no_date_and_the_hint_says_which_it_counts(tmp_path: Path) -> None:
    checked = read(desired(tmp_path, [[*HEADER, "Effective at"], ["SN1", "a@x.com", 45000]]))
    (issue,) = checked.issues.to_dicts()
    assert (issue["code"], issue["message"]) == (
        "invalid_date",
        'a.xlsx, sheet Desired, C2: "45000" is a number, not a date.',
    )
    assert issue["hint"] == "45000 is how Excel counts 2023-03-15: format the cell as a date."


def test_a_date_far_away_keeps_its_own_reason(tmp_path: Path) -> None:
    rows: Rows = [[*STOCK, "Purchase date"], ["SN1", "L1", "laptop", "IT", "25/03/2025 09:00"]]
    checked = read(desired(tmp_path, [*rows, ["SN2", "L2", "laptop", "IT", "25/03/1850"]]))
    assert [message.split('" ')[1] for message in checked.issues.filter(severity="error")["message"]] == [
        "lies outside the years 1901 to 2999.",
    ]


def test_dates_in_a_time_zone_are_shifted(tmp_path: Path) -> None:
    assert _instants(tmp_path, ["25/07/2025"], timezone="Europe/Berlin")[0] == [datetime(2025, 7, 24, 22)]


@pytest.mark.parametrize("offset", ["+25:00", "-99:59", "+14:01", "+05:60", "-2400"])
def test_an_offset_that_no_clock_has_makes_no_date(tmp_path: Path, offset: str) -> None:
    for text in (f"2025-03-01T09:00:00{offset}", f"25/03/2025 09:00{offset}"):
        assert _instants(tmp_path, [text]) == ([None], [("C2", "invalid_date")])


@pytest.mark.parametrize(("offset", "hour"), [("+14:00", 9), ("-1400", 13), ("+05:45", 17), ("Z", 23)])
def test_every_offset_of_a_real_clock_is_read(tmp_path: Path, offset: str, hour: int) -> None:
    (value,), found = _instants(tmp_path, [f"2025-03-01T23:00:00{offset}"])
    assert isinstance(value, datetime)
    assert (value.hour, found) == (hour, [])


def test_the_hint_about_a_date_in_the_other_order_cannot_be_misread(tmp_path: Path) -> None:
    rows: Rows = [[*HEADER, "Effective at"], ["SN1", "a@x.com", "25/03/2025"]]
    checked = read(desired(tmp_path, rows), date_order=DateOrder.MONTH_FIRST)
    assert checked.issues["hint"].to_list() == [
        "Correct it, or write it as year-month-day, such as 2025-12-31; or leave --date-order out."
    ]


_OPEN = "03/04/2025"


@pytest.mark.parametrize(
    ("titles", "others", "day", "why"),
    [
        (
            ("N° de série", "Affecté à", "Date d'achat"),
            ("SN1", "Ada Berg"),
            date(2025, 4, 3),
            "as is usual in the language",
        ),
        (
            ("Serial", "Owner", "Purchase Date (MM/DD/YYYY)"),
            ("SN1", "Ada Berg"),
            date(2025, 3, 4),
            "since the header says MM/DD/YYYY",
        ),
        (
            ("Serial", "Warranty end", "Purchase Date"),
            ("SN1", "31/12/2027"),
            date(2025, 4, 3),
            'since the column "Warranty end" says 31/12/2027',
        ),
        (("Serial", "Brand", "Purchase Date"), ("SN1", "Dell"), None, "its column does not tell which is meant"),
    ],
)
def test_what_else_tells_the_order_is_asked_where_a_column_does_not(
    titles: tuple[str, ...], others: tuple[str, ...], day: date | None, why: str, tmp_path: Path
) -> None:
    rows: Rows = [[*titles, "Name", "Type", "Category"], [*others, _OPEN, "Laptop 1", "laptop", "IT"]]
    checked = read(desired(tmp_path, rows))
    assert checked.inventory["purchase_date"].to_list() == [day]
    assert any(why in message for message in checked.issues["message"])


def test_the_other_half_of_a_register_tells_the_order_too(tmp_path: Path) -> None:
    header = ["Serial", "Model", "Purchased on", "Email", "Checked out on"]
    checked = read(desired(tmp_path, [header, ["SN1", "T14", "03/25/2024", "ada@acme.example", "04/02/2024"]]))
    assert checked.assignments["effective_at"].to_list() == [datetime(2024, 4, 2)]
