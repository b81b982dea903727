"""show, explain."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import PATH, Globals, global_options

if TYPE_CHECKING:
    import polars as pl

    from pipeline.settings import Settings

_WHAT = ("devices", "owners", "ownerships", "runs", "events")
FORMATS = ("table", "csv", "json", "xlsx", "parquet")
_NOW = "Devices show their attributes as they are now."
_RECORDED = frozenset({"runs", "events"})
"""What is on record from an instant on, and holds at none."""


def _instant(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime | None:
    """An instant as the sheets have it: a date, or a date and a time, with `Z` or an offset; UTC where it has none."""
    if value is None:
        return None
    try:
        instant = datetime.fromisoformat(value)
    except ValueError as error:
        said = f"{value!r} is not an instant; write 2026-03-01 or 2026-03-01T09:00:00Z."
        raise click.BadParameter(said, context, parameter) from error
    return instant.astimezone(UTC).replace(tzinfo=None) if instant.tzinfo else instant


@click.command()
@click.argument("what", type=click.Choice(_WHAT))
@click.option("--serial", metavar="SERIAL", help="Only this serial number.")
@click.option("--owner", metavar="EMAIL", help="Only this owner.")
@click.option("--org", metavar="ORG", help="Only this organization.")
@click.option("--current", is_flag=True, help="Only what holds now.")
@click.option("--pending", is_flag=True, help="Only what begins later.")
@click.option("--as-of", callback=_instant, metavar="INSTANT", help=f"What held at that instant. {_NOW}")
@click.option("--known-at", callback=_instant, metavar="INSTANT", help=f"What we believed at that instant. {_NOW}")
@click.option("--from", "from_at", callback=_instant, metavar="INSTANT", help="Only ownerships that end after it.")
@click.option("--to", "to_at", callback=_instant, metavar="INSTANT", help="Only ownerships that begin before it.")
@click.option("--run", "run", metavar="RUN_ID", help="Only what this run recorded or touched.")
@click.option("--format", "format_", type=click.Choice(FORMATS), help="How.  [table; what the name of -o says]")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Write to a file.")
@click.option("--out", type=PATH, metavar="DIR", help="Where the results of a run are written again.  [./results]")
@click.option("--wait", type=float, metavar="SECONDS", help="How long to wait for another process.  [30]")
@global_options
@click.pass_context
def show(
    context: click.Context,
    /,
    what: str,
    format_: str | None,
    output: Path | None,
    out: Path | None,
    wait: float | None,
    **asked: Any,
) -> None:
    """List devices, owners, ownerships, runs or events.

    `rollcall show ownerships --owner EMAIL --serial SERIAL --from A --to B` tells when that owner had that device in
    the time from A to before B.

    `rollcall show runs --run ID --format xlsx` writes the result workbook of a past run again.
    """
    from pipeline import runs

    _refuse_windows(what, asked["from_at"], asked["to_at"])
    _refuse_as_of(what, asked["as_of"])
    chosen: Globals = context.obj
    settings = chosen.settings(out=out, wait=wait)
    format_ = format_ or format_of(output, is_json=chosen.json)
    if what == "runs" and asked["run"] and format_ == "xlsx":
        click.echo(str(runs.results_again(asked["run"], settings, output)), err=True)
        return
    frame = runs.show(what, runs.Asked(**asked), settings)
    if not settings.state.exists():
        click.echo(f"There is no ledger at {settings.state} yet.", err=True)
    put(frame, what, format_, output, settings)


@click.command()
@click.argument("serial")
@click.option("--org", metavar="ORG", help="Only in this organization.")
@click.option("--wait", type=float, metavar="SECONDS", help="How long to wait for another process.  [30]")
@global_options
@click.pass_context
def explain(context: click.Context, /, serial: str, org: str | None, wait: float | None) -> None:
    """Tell the whole story of a device.

    Which cell of which file, by which rule and which line of which plan, led to each event and each ownership.
    """
    from pipeline import runs
    from pipeline.cli import stories

    chosen: Globals = context.obj
    story = runs.explain(serial, org, chosen.settings(wait=wait))
    if chosen.json:
        click.echo(stories.story_json(serial, story))
    else:
        stories.print_story(serial, story)


def _refuse_windows(what: str, from_at: datetime | None, to_at: datetime | None) -> None:
    """A window is a time that ownerships may overlap; other listings have none, and an empty one overlaps nothing."""
    if what != "ownerships" and (from_at or to_at):
        said = f"--from and --to are about the time of ownerships, not of {what}. Say: rollcall show ownerships."
        raise click.UsageError(said)
    if from_at and to_at and from_at >= to_at:
        raise click.UsageError("--to must be later than --from: the window ends just before it.")


def _refuse_as_of(what: str, as_of: datetime | None) -> None:
    if as_of and what in _RECORDED:
        said = f"--as-of is about what held, and {what} are on record from their instant on."
        raise click.UsageError(f"{said} Say: rollcall show {what} --known-at INSTANT.")


def format_of(output: Path | None, *, is_json: bool) -> str:
    """What the name of a file asks for, where nobody has said it otherwise."""
    if is_json:
        return "json"
    suffix = output.suffix.removeprefix(".") if output else ""
    return suffix if suffix in FORMATS else "table"


def put(
    frame: pl.DataFrame,
    what: str,
    format_: str,
    output: Path | None,
    settings: Settings,
    *,
    records: list[dict[str, Any]] | None = None,
) -> None:
    """Print the rows, or write them to a file and say so; `what` they are, in the plural.

    `records` are the same rows for JSON, where they are more than the frame can hold.
    """
    from pipeline import runs
    from pipeline.cli import telling

    counted = f"{frame.height:,} {what if frame.height != 1 else what.removesuffix('s')}"
    if format_ in {"xlsx", "parquet"}:
        written = runs.write_table(output or Path(f"{what}.{format_}"), frame, what.capitalize(), format_, settings)
        click.echo(f"{counted}: {written}", err=True)
        return
    if format_ == "json" and records is not None:
        text = telling.dumps(records)
    else:
        text = {"json": telling.frame_json, "csv": telling.frame_csv, "table": telling.frame_table}[format_](frame)
    if output is None:
        click.echo(text)
    else:
        runs.write_text(output, text + "\n", settings)
        click.echo(f"{counted}: {output}", err=True)
