"""A report is one of the ledger, or of a copy that is new enough, and the same of both."""

from __future__ import annotations

import duckdb
import pytest

from pipeline.runs.ledger_reports.asked import ReportAsked
from pipeline.runs.ledger_reports.report import REPORTS, report
from pipeline.settings import Settings
from tests.support.desk import Desk


@pytest.mark.parametrize("name", ["who-has-what", *(pytest.param(name, marks=pytest.mark.system) for name in REPORTS)])
def test_a_report_of_the_copy_is_that_of_the_ledger(priced_fleet: Desk, name: str) -> None:
    settings = Settings(state=priced_fleet.state, currency="EUR")
    of_ledger = report(name, ReportAsked(), settings)
    of_copy = report(name, ReportAsked(), settings, at_least=0)
    assert [table.name for table in of_copy.tables] == [table.name for table in of_ledger.tables]
    for mine, other in zip(of_copy.tables, of_ledger.tables, strict=True):
        assert mine.frame.equals(other.frame)


@pytest.mark.system
def test_the_copy_is_read_while_somebody_else_holds_the_ledger(priced_fleet: Desk) -> None:
    settings = Settings(state=priced_fleet.state, currency="EUR")
    with duckdb.connect(priced_fleet.state):
        assert report("money", ReportAsked(), settings, at_least=0).table("devices").frame.height == 6


@pytest.mark.system
def test_a_report_is_of_one_organization_where_one_is_asked_for(priced_fleet: Desk) -> None:
    settings = Settings(state=priced_fleet.state, currency="EUR")
    for name in ("who-has-what", "changes", "money"):
        tables = report(name, ReportAsked(org="other"), settings).tables
        assert sum(table.frame.height for table in tables if table.name not in {"kinds", "late"}) == 0
