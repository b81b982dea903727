"""A report that was kept is the one that was made, whole and part by part; a part shows what has the text in it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pipeline.model import Chart, LedgerReport, ReportTable
from pipeline.runs.jobs.folder import JobFolder
from pipeline.runs.jobs.kept_reports import keep_report, part_of, whole_of

MONEY = pl.DataFrame(
    {
        "place": ["Rome", "Oslo", "Bern", "Rome", "ÉVRY"],
        "currency": ["CHF", "CHF", "EUR", "EUR", None],
        "price": [Decimal("5.00"), Decimal("1234.50"), Decimal("0.00"), Decimal("7.00"), Decimal("1.00")],
        "bought": [date(2025, 1, 31), None, None, date(2024, 12, 1), None],
        "seen": [datetime(2025, 6, 30, 22, 30), None, None, None, None],
    }
)
CHARTS = [
    Chart("A", "place", ["price"], 0, 2, "CHF"),
    Chart("B", "place", ["price"], 3, 1, "EUR"),
    Chart("C", "place", ["price"], 4, 1),
]
KINDS = pl.DataFrame({"what": ["a", "b", "ab"], "count": [0, 2, 3]})


@pytest.fixture
def report() -> LedgerReport:
    tables = [
        ReportTable("money", "Money", MONEY, "A note.", "Nothing.", CHARTS),
        ReportTable("kinds", "Kinds", KINDS, charts=[Chart("D", "what", ["count"], 0, 3, None, is_over_time=True)]),
        ReportTable("none", "None", KINDS.clear()),
    ]
    made_at = datetime(2026, 1, 2, 3, 4, 5, 6)
    return LedgerReport("x", "X", "As of then", ["Said."], tables, "kinds", made_at, 7, "Europe/Berlin")


@pytest.fixture
def folder(report: LedgerReport, tmp_path: Path) -> JobFolder:
    folder = JobFolder(tmp_path)
    keep_report(folder, report)
    return folder


def test_what_was_kept_is_what_was_made(folder: JobFolder, report: LedgerReport) -> None:
    kept = whole_of(folder)
    assert [table.frame.to_dicts() for table in kept.tables] == [table.frame.to_dicts() for table in report.tables]
    assert [list(table.charts) for table in kept.tables] == [list(table.charts) for table in report.tables]
    facts = ("name", "title", "about", "sentences", "main", "made_at", "state_version", "timezone")
    assert [getattr(kept, fact) for fact in facts] == [getattr(report, fact) for fact in facts]
    assert [(table.note, table.empty) for table in kept.tables] == [(one.note, one.empty) for one in report.tables]


def test_a_part_is_some_rows_of_a_table_and_the_charts_of_all(folder: JobFolder) -> None:
    part = part_of(folder, "", "", start=1, most=2)
    assert part is not None
    assert (part.table.frame["place"].to_list(), part.count) == (["Oslo", "Bern"], 5)
    assert [one.count for one in part.contents] == [5, 3, 0]
    assert [(chart.title, table.frame["place"].to_list()) for table, chart in part.charts] == [
        ("A", ["Rome", "Oslo"]),
        ("B", ["Rome"]),
        ("C", ["ÉVRY"]),
    ]
    assert part_of(folder, "lost", "", start=0, most=2) is None


@pytest.mark.parametrize(
    ("text", "places", "charts"),
    [
        ("ROME", ["Rome", "Rome"], {"A": ["Rome"], "B": ["Rome"]}),
        ("1,234.5", ["Oslo"], {"A": ["Oslo"]}),
        ("2024-12", ["Rome"], {"B": ["Rome"]}),
        ("2025-07-01 00:30", ["Rome"], {"A": ["Rome"]}),
        ("bern", ["Bern"], {}),
        ("eur", ["Bern", "Rome"], {"B": ["Rome"]}),
        ("évr", ["ÉVRY"], {"C": ["ÉVRY"]}),
        (".*", [], {}),
    ],
)
def test_a_text_is_looked_for_as_it_is_seen_and_charts_follow(
    folder: JobFolder, text: str, places: list[str], charts: dict[str, list[str]]
) -> None:
    part = part_of(folder, "money", text, start=0, most=10)
    assert part is not None
    assert (part.table.frame["place"].to_list(), part.count) == (places, len(places))
    assert {chart.title: table.frame["place"].to_list() for table, chart in part.charts} == charts
    (only,) = whole_of(folder, "money", text).tables
    drawn = {one.title: only.frame["place"].slice(one.first, one.rows).to_list() for one in only.charts}
    assert (only.frame["place"].to_list(), drawn) == (places, charts)


def test_a_file_of_a_part_says_what_it_leaves_out(folder: JobFolder) -> None:
    some, table = whole_of(folder, "kinds", "b"), whole_of(folder, "kinds")
    assert (some.about, list(some.sentences)) == (
        "As of then; only the table Kinds, rows with “b”",
        ["2 rows of 3 have that text."],
    )
    assert (table.about, list(table.sentences)) == ("As of then; only the table Kinds", ["Said."])
