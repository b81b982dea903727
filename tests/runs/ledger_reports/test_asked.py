"""Which instant a day of a report means."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import UsageProblem
from pipeline.runs.ledger_reports.asked import ReportAsked, last_month_end, months_later
from pipeline.runs.ledger_reports.report import REPORTS, report
from pipeline.settings import load_settings
from pipeline.settings.report_sections import ReportsSettings


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 3, 31), date(2026, 3, 31)),
        (date(2026, 3, 30), date(2026, 2, 28)),
        (date(2024, 3, 1), date(2024, 2, 29)),
        (date(2026, 1, 1), date(2025, 12, 31)),
    ],
)
def test_the_last_month_end_is_not_after_the_day(day: date, end: date) -> None:
    assert last_month_end(day) == end


@pytest.mark.parametrize(
    ("months", "end"),
    [(0, date(2026, 11, 30)), (1, date(2026, 12, 31)), (2, date(2027, 1, 31)), (-11, date(2025, 12, 31))],
)
def test_months_later_is_the_end_of_a_month(months: int, end: date) -> None:
    assert months_later(date(2026, 11, 29), months) == end


@pytest.mark.parametrize("name", REPORTS)
def test_days_too_far_away_are_told_and_others_make_a_report(name: str, tmp_path: Path) -> None:
    settings = load_settings(None, {"state": tmp_path / "l.duckdb"})
    is_of_time = REPORTS[name].days is not None
    for day in (date(1, 1, 1), date(1899, 12, 31), date(2999, 1, 1), date(9999, 12, 31)):
        asked = ReportAsked(from_day=day) if is_of_time else ReportAsked(as_of=day)
        with pytest.raises(UsageProblem, match="lies too far away"):
            report(name, asked, settings)
    for day in (date(1900, 1, 1), date(2998, 12, 31)):
        asked = ReportAsked(from_day=day, to_day=day) if is_of_time else ReportAsked(as_of=day)
        assert report(name, asked, settings).tables


def test_months_of_depreciation_are_those_of_the_type_else_the_category_else_all() -> None:
    said = ReportsSettings(depreciation={"Laptop": 48, "phones": 24, "default": 60})
    assert said.months_of(" LAPTOP", "phones") == 48
    assert said.months_of("handset", "Phones") == 24
    assert said.months_of(None, None) == 60
    assert ReportsSettings().months_of("laptop", None) == 36


def test_no_device_loses_its_price_in_no_time() -> None:
    with pytest.raises(ValueError, match='give the months for "laptop" as a number from 1 to 1200, such as 36'):
        ReportsSettings(depreciation={"laptop": 0})
