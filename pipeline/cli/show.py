"""show: list devices, owners, ownerships, runs or events, as a table or a file."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import PATH, Globals, global_options, setting
from pipeline.cli.render.formats import FORMATS, SCREEN, Listing, format_of, put
from pipeline.cli.render.shown_columns import FIRST, chosen_columns, columns_option

if TYPE_CHECKING:
    from pipeline.runs.show import Asked
    from pipeline.settings import Settings

_WHAT = ("devices", "owners", "ownerships", "runs", "events")
_END = "A day means its end."
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

# Listings of what happened at an instant: what a past instant shows is all that was recorded by then.
_RECORDED = frozenset({"runs", "events"})


def _instant(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime | None:
    """The instant of an option, as naive UTC: a date, or a date and a time, with `Z`, an offset, or in UTC."""
    if value is None:
        return None
    try:
        instant = datetime.fromisoformat(value)
    except ValueError as error:
        said = f"{value!r} is not an instant; write 2026-03-01 or 2026-03-01T09:00:00Z."
        raise click.BadParameter(said, context, parameter) from error
    return instant.astimezone(UTC).replace(tzinfo=None) if instant.tzinfo else instant


def _day_or_instant(context: click.Context, parameter: click.Parameter, value: str | None) -> date | datetime | None:
    """A day, of which the end is meant, or the instant of an option."""
    if value is not None and _DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    return _instant(context, parameter, value)


@click.command(epilog="Example: rollcall show ownerships --owner anna@acme.example --current")
@click.argument("what", type=click.Choice(_WHAT))
@click.option("--serial", metavar="SERIAL", help="Only this serial number.")
@click.option("--owner", metavar="EMAIL", help="Only this owner.")
@click.option("--org", metavar="ORG", help="Only this organization.")
@click.option("--current", is_flag=True, help="Only what holds now.")
@click.option("--pending", is_flag=True, help="Only what begins later.")
@click.option(
    "--as-of", callback=_day_or_instant, metavar="INSTANT", help=f"What held then, devices as they were. {_END}"
)
@click.option("--known-at", callback=_day_or_instant, metavar="INSTANT", help=f"What we believed then. {_END}")
@click.option("--from", "from_at", callback=_instant, metavar="INSTANT", help="Only ownerships that end after it.")
@click.option("--to", "to_at", callback=_instant, metavar="INSTANT", help="Only ownerships that begin before it.")
@click.option("--run", "run", metavar="RUN_ID", help="Only what this run recorded or touched.")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), help="How.  [table; what the name of -o says]")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Write to a file.")
@click.option("--raw", is_flag=True, help="In CSV, leave texts as they are that Excel would run as a formula.")
@click.option(
    "--columns",
    callback=columns_option,
    metavar="A,B,C",
    help="Only these columns, in this order; `all` for all.  [eight, and as many more as fit; all in a file]",
)
@setting("out", help="Where the results of a run are written again.  [./results]")
@setting("wait")
@global_options
@click.pass_context
def show(
    context: click.Context,
    /,
    what: str,
    format_: str | None,
    output: Path | None,
    raw: bool,
    columns: tuple[str, ...] | None,
    out: Path | None,
    wait: float | None,
    **asked: Any,
) -> None:
    """List devices, owners, ownerships, runs or events.

    `rollcall show ownerships --owner EMAIL --serial SERIAL --from A --to B` tells when that owner had that device in
    the time from A to before B.

    `rollcall show runs --run ID --format xlsx` writes the result workbook of a past run again.
    """
    from pipeline.runs import show

    _refuse_windows(what, asked["from_at"], asked["to_at"])
    _refuse_as_of(what, asked["as_of"])
    chosen: Globals = context.obj
    settings = chosen.settings_of_ledger(out=out, wait=wait)
    asked |= {name: _end_of(asked[name], settings.timezone) for name in ("as_of", "known_at")}
    format_ = format_ or format_of(output, FORMATS, is_json=chosen.json)
    if what == "runs" and asked["run"] and format_ == "xlsx":
        click.echo(str(show.results_again(asked["run"], settings, output)), err=True)
        return
    filters = show.Asked(**asked)
    frame = show.show(what, filters, settings)
    frame = frame.select(chosen_columns(columns, frame.columns))
    if frame.is_empty() and _tells_nothing(what, filters, settings, is_read=format_ in SCREEN and output is None):
        return
    first = () if columns else FIRST[what]
    put(Listing(what, frame, is_raw=raw, first=first, timezone=settings.timezone), format_, output, settings)


def _end_of(told: date | datetime | None, timezone: str) -> datetime | None:
    """The instant; of a day its last one, in the settings' time zone."""
    from schemas.instants import last_moment

    if told is None or isinstance(told, datetime):
        return told
    return last_moment(told, timezone)


def _tells_nothing(what: str, asked: Asked, settings: Settings, *, is_read: bool) -> bool:
    """Say why a listing has no row; true where a person reads it, to whom that sentence is all there is to tell."""
    from pipeline import store
    from pipeline.runs import show

    if not store.is_there(settings.ledger):
        click.echo(f"There is no ledger at {settings.state} yet.", err=True)
    elif hint := show.serial_hint(asked, settings):
        click.echo(hint, err=True)
    elif is_read and asked == show.Asked():
        click.echo(f"There are no {what} on record yet.", err=True)
    elif is_read:
        click.echo(f"No {what} are like that. To see all: rollcall show {what}", err=True)
    return is_read


def _refuse_windows(what: str, from_at: datetime | None, to_at: datetime | None) -> None:
    """Raises UsageError for a window (`--from`, `--to`) of any listing but ownerships, and for an empty window."""
    if what != "ownerships" and (from_at or to_at):
        said = f"--from and --to are about the time of ownerships, not of {what}. Say: rollcall show ownerships."
        raise click.UsageError(said)
    if from_at and to_at and from_at >= to_at:
        raise click.UsageError("--to must be later than --from: the window ends just before it.")


def _refuse_as_of(what: str, as_of: date | None) -> None:
    if as_of and what in _RECORDED:
        said = f"--as-of is about what held, and {what} are on record from their instant on."
        raise click.UsageError(f"{said} Say: rollcall show {what} --known-at INSTANT.")
