"""The form of a report: which days and filters each report has, and what was asked for on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from starlette.datastructures import FormData

from pipeline.errors import UsageProblem
from pipeline.runs.ledger_reports.asked import ReportAsked, day_of, refuse_days
from pipeline.runs.ledger_reports.report import REPORTS
from schemas.records import dataclass

NAME, _FROM, _TO = "name", "from_day", "to_day"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Control:
    """One control of the form: the name of what it asks for, its words, its kind, and what it means to leave it out."""

    name: str
    words: str
    kind: str
    usual: str


_DAY = (Control("as_of", "As of the end of", "date", "today"),)
_MONTH = (Control("as_of", "Month", "month", "the last one that has ended"),)
_DAYS = {
    "changes": (Control(_FROM, "From", "date", "the last month end"), Control(_TO, "To", "date", "today")),
    "warranties": (Control(_FROM, "From", "date", "today"), Control(_TO, "To", "date", "12 months later")),
}
FILTERS = (
    Control("owner", "Only what this person has", "text", "E-mail address, employee number or login"),
    Control("serial", "Only this device", "text", "Serial number"),
)


def days_of(report: str) -> Sequence[Control]:
    """The controls for the days of that report."""
    kind = REPORTS[report]
    if kind.days is not None:
        return _DAYS[report]
    return _DAY if kind.day is None else _MONTH


def asked_on(form: FormData) -> tuple[dict[str, str], str | None]:
    """What a form asks for, by name, and what is wrong with it; None where nothing is."""
    report = str(form.get(NAME, ""))
    if report not in REPORTS:
        return {}, "There is no such report. Choose one of these."
    controls = [*days_of(report), *FILTERS]
    given = {one.name: " ".join(str(form.get(one.name, "")).split())[:_LONGEST] for one in controls}
    asked = {NAME: report, **{name: text for name, text in given.items() if text}}
    return asked, _wrong_days(report, asked)


def _wrong_days(report: str, asked: Mapping[str, str]) -> str | None:
    """What is wrong with the days; None where nothing is."""
    days: dict[str, date] = {}
    for one in days_of(report):
        if one.name in asked:
            try:
                days[one.name] = day_of(asked[one.name])
            except ValueError as problem:
                return f"{one.words}: {problem}"
    if _FROM in days and _TO in days and days[_FROM] > days[_TO]:
        return f"The last day, {days[_TO]}, lies before the first, {days[_FROM]}. Change one of them."
    try:
        refuse_days(
            ReportAsked(days.get("as_of"), days.get(_FROM), days.get(_TO)),
            report,
            is_of_time=REPORTS[report].days is not None,
        )
    except UsageProblem as problem:
        return f"{problem.message} {problem.hint}"
    return None


def said_of(asked: Mapping[str, str]) -> str:
    """What was asked for beside the name of the report, in words."""
    days = {"as_of": "as of {}", _FROM: "from {}", _TO: "to {}", "owner": "only {}", "serial": "only {}"}
    return ", ".join(words.format(asked[name]) for name, words in days.items() if name in asked)
