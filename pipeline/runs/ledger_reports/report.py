"""report: what is on record as a report, by its name. The ledger is not changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from pipeline import store
from pipeline.errors import UsageProblem
from pipeline.model import LedgerReport, ReportTable
from pipeline.runs.ledger_reports import book_value, changes, leavers, money, overdue, warranties, who_has_what
from pipeline.runs.ledger_reports.asked import Desk, ReportAsked, refuse_days
from pipeline.runs.steps.clock import clock
from pipeline.settings import Settings
from schemas.fields import FieldType
from schemas.keys import typed_key
from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One report: its title, what it is about in a line, the table asked for most, and what makes its tables.

    `days` gives the two days of one about a time; `day` that of one about a day, where it is not the one asked for.
    """

    title: str
    about: str
    main: str
    tables: Callable[[Desk], tuple[list[str], list[ReportTable]]]
    days: Callable[[Desk], tuple[date, date]] | None = None
    day: Callable[[Desk], date] | None = None


REPORTS: Mapping[str, Kind] = {
    name: Kind(one.TITLE, one.ABOUT, one.MAIN, one.tables, getattr(one, "days", None), getattr(one, "day_of", None))
    for name, one in {
        "who-has-what": who_has_what,
        "changes": changes,
        "money": money,
        "book-value": book_value,
        "leavers": leavers,
        "overdue": overdue,
        "warranties": warranties,
    }.items()
}


def report(
    name: str,
    asked: ReportAsked,
    settings: Settings,
    *,
    at_least: int | None = None,
    within: str | None = None,
) -> LedgerReport:
    """The report of that name; its tables are complete.

    It has only the organization that is asked for, or `within` which it is asked for: then it does not say so.

    It is of the ledger as it is now, or with `at_least` of one at that state version or a later one, such as the
    published copy. Raises UsageProblem, StateBusy and StoreFailed.
    """
    kind = REPORTS.get(name)
    if kind is None:
        raise UsageProblem(f'There is no report "{name}".', f"The reports are: {', '.join(REPORTS)}.")
    refuse_days(asked, name, is_of_time=kind.days is not None)
    filters = store.ReportFilters(
        serial=typed_key(asked.serial, FieldType.IDENTIFIER) if asked.serial else None,
        owner=typed_key(asked.owner, FieldType.EMAIL) if asked.owner else None,
    )
    with store.reporting(settings.ledger.within(asked.org or within), filters, at_least=at_least) as rows:
        desk = Desk(rows, asked, settings, clock())
        sentences, tables = kind.tables(desk)
        return LedgerReport(
            name=name,
            title=kind.title,
            about=_about(kind, desk),
            sentences=sentences,
            tables=tables,
            main=kind.main,
            made_at=desk.now,
            state_version=rows.state_version,
            timezone=settings.timezone,
        )


def _about(kind: Kind, desk: Desk) -> str:
    """Of which day or time the report is, and which rows it is limited to."""
    if kind.days is not None:
        first, last = kind.days(desk)
        told = f"From {first} to {last}"
    else:
        told = f"As of the month end {kind.day(desk)}" if kind.day is not None else desk.day_text()
    asked = desk.asked
    only = {"organization": asked.org, "serial number": asked.serial, "owner": asked.owner}
    return "; only ".join([told, *(f"{word} {value}" for word, value in only.items() if value)])
