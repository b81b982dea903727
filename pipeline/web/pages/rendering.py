"""Pages, made of templates: whatever stands in them is escaped, since names come from spreadsheets."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import Request
from jinja2 import Environment, FileSystemLoader
from jinja2.filters import do_forceescape, do_urlencode
from starlette.responses import HTMLResponse

from pipeline import __version__
from pipeline.outputs import ledger_reports
from pipeline.web.house import house_of
from pipeline.web.pages import statics
from pipeline.web.pages.options import in_words
from pipeline.web.pages.visitors import TOKEN, Visitor

# Charts are drawn by the template that also draws those of files.
_TEMPLATES = (Path(__file__).parent / "templates", Path(ledger_reports.__file__).parent)
_OPEN, _LONGEST = 2999, 400


def page(request: Request, visitor: Visitor | None, template: str, status: int = 200, **told: Any) -> HTMLResponse:
    """The page that the template makes of what it is told."""
    settings = house_of(request).settings
    known = {
        "visitor": visitor,
        "zone": settings.timezone,
        "path": request.url.path,
        "form_token": visitor.form_token if visitor else "",
        "is_part": request.headers.get("hx-request") == "true",
    }
    return HTMLResponse(_templates().get_template(template).render(**{**known, **told}), status)


def text_of(template: str, **told: Any) -> str:
    """A part of a page."""
    return _templates().get_template(template).render(**told)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shortened,
    )
    made.globals.update(static=statics.address, version=__version__, token_name=TOKEN)
    made.filters.update(
        number=_number,
        counted=_counted,
        when=_when,
        day=_day,
        money=_money,
        capital=_capital,
        local=_local,
        plainly=in_words,
        stamp=_stamp,
        urlencode=_in_address,
    )
    return made


def _shortened(value: object) -> object:
    """A value as a page shows it: the beginning of a text that is longer than ours are; workbooks have it whole.

    What is sent again stays whole: addresses, see `_in_address`; and long values of forms, escaped with `| e`.
    """
    if not isinstance(value, str) or hasattr(value, "__html__") or len(value) <= _LONGEST:
        return value
    return f"{value[:_LONGEST]}…"


def _in_address(value: str) -> str:
    """A text as a part of an address, which is marked as escaped, so that it is never shortened."""
    return do_forceescape(do_urlencode(value))


def _number(value: float | None) -> str:
    """A number such as 1,234,567.5."""
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def _counted(value: int, one: str, many: str | None = None) -> str:
    """A count with its noun: `1 row`, `2 rows`."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def _when(value: datetime | str | None, zone: str) -> str:
    """An instant to the minute, in the time zone; blank for an open end."""
    instant = _instant(value)
    return "" if instant is None else f"{instant.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def _day(value: datetime | str | None, zone: str) -> str:
    """The day of an instant, in the time zone; blank for an open end."""
    instant = _instant(value)
    return "" if instant is None else f"{instant.astimezone(ZoneInfo(zone)):%Y-%m-%d}"


def _local(value: datetime) -> str:
    """An instant that is in the time zone already; the day alone where it is midnight."""
    return f"{value:%Y-%m-%d}" if (value.hour, value.minute, value.second) == (0, 0, 0) else f"{value:%Y-%m-%d %H:%M}"


def _instant(value: datetime | str | None) -> datetime | None:
    if value is None or value == "":
        return None
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return None if aware.year >= _OPEN else aware


def _stamp(name: str, zone: str) -> str:
    """The instant with which the id of a run or of a digest begins, in the time zone."""
    return _when(datetime.strptime(name.partition("-")[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC), zone)


def _money(value: object) -> str:
    return "" if value is None else f"{float(str(value)):,.2f}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
