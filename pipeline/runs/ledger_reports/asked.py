"""What is asked for of a report: the day that it is of, or the time, and the filters.

A day means its end in the settings' time zone; today means now.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from pipeline.errors import UsageProblem
from pipeline.settings import Settings
from pipeline.store import ReportRows
from schemas.instants import last_moment, local_day
from schemas.records import dataclass

_DAY = timedelta(days=1)
# What may be asked for: no device was bought before, and no span ends later that has an end.
_FIRST, _LAST = date(1900, 1, 1), date(2998, 12, 31)


@dataclass(frozen=True, slots=True)
class ReportAsked:
    """The days of a report, and its filters, with serial number and person as people type them."""

    as_of: date | None = None
    from_day: date | None = None
    to_day: date | None = None
    serial: str | None = None
    owner: str | None = None
    org: str | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """All that a report is made from: the ledger's rows, what is asked, the settings, and the instant of now."""

    rows: ReportRows
    asked: ReportAsked
    settings: Settings
    now: datetime

    @property
    def today(self) -> date:
        """The day of now, in the settings' time zone."""
        return local_day(self.now, self.settings.timezone)

    @property
    def day(self) -> date:
        """The day that the report is of."""
        return self.asked.as_of or self.today

    @property
    def at(self) -> datetime:
        """The instant that the report is of."""
        return self.end_of(self.day)

    def end_of(self, day: date) -> datetime:
        """The last moment of a day; now, where it is today."""
        return self.now if day == self.today else last_moment(day, self.settings.timezone)

    def day_text(self) -> str:
        """The day of the report in words, which say where it lies ahead."""
        ahead = ", which lies ahead: as is on record for then" if self.day > self.today else ""
        return f"As of {self.day}{ahead}"


def day_of(text: str) -> date:
    """The day that people write; a month is its last day. Raises ValueError where it is neither."""
    try:
        return months_later(datetime.strptime(text, "%Y-%m").date(), 0)
    except ValueError:
        pass
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(
            f"{text!r} is not a day; write 2026-03-31, or 2026-03 for the last day of that month."
        ) from error


def last_month_end(day: date) -> date:
    """The last day of a month that is not after this day."""
    return day if (day + _DAY).day == 1 else day.replace(day=1) - _DAY


def months_later(day: date, months: int) -> date:
    """The end of the month so many months after that of the day; before it where negative."""
    at = day.year * 12 + day.month + months
    return date(at // 12, at % 12 + 1, 1) - _DAY


def refuse_days(asked: ReportAsked, name: str, *, is_of_time: bool) -> None:
    """Raises UsageProblem for days that a report does not have, that lie too far away, or in the wrong order."""
    for day in (asked.as_of, asked.from_day, asked.to_day):
        if day is not None and not _FIRST <= day <= _LAST:
            raise UsageProblem(f"{day} lies too far away.", f"Give a day from {_FIRST} to {_LAST}.")
    if is_of_time and asked.as_of:
        raise UsageProblem(
            f"The report {name} is about the time between two days.", "Say --from DAY and --to DAY instead of --as-of."
        )
    if not is_of_time and (asked.from_day or asked.to_day):
        raise UsageProblem(
            f"The report {name} is about one day.",
            "Say --as-of DAY instead of --from and --to; a month is its last day.",
        )
    if asked.from_day and asked.to_day and asked.from_day > asked.to_day:
        raise UsageProblem(
            f"--to {asked.to_day} lies before --from {asked.from_day}.", "Give the earlier day as --from."
        )
