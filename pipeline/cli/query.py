"""query: ask the published copy a question in SQL."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import click

from pipeline.cli.options import PATH, Globals, global_options
from pipeline.cli.render.formats import FORMATS, Listing, format_of, put

_ROWS_SHOWN, _ROWS_WRITTEN = 1_000, 1_000_000


@click.command()
@click.argument("sql")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), help="How.  [table; what the name of -o says]")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Write to a file.")
@click.option("--raw", is_flag=True, help="In CSV, leave texts as they are that Excel would run as a formula.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="ROWS",
    help="At most so many rows.  [1000 on the screen, a million in a file]",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    metavar="SECONDS",
    help="How long it may take.  [60]",
)
@global_options
@click.pass_context
def query(
    context: click.Context,
    /,
    sql: str,
    format_: str | None,
    output: Path | None,
    raw: bool,
    limit: int | None,
    timeout: float,
) -> None:
    """Ask the published copy a question in SQL.

    It can only read what is published: no other file, no network. `-` reads the question from standard input.

    \b
      rollcall query "SELECT owner_email, count(*) FROM current_ownerships GROUP BY ALL"
      rollcall query "SHOW TABLES"
      rollcall query "FROM money_by_owner" -o money.xlsx
    """  # noqa: D301 - \b is Click's mark for text that is not to be wrapped
    from pipeline.runs import query

    chosen: Globals = context.obj
    format_ = format_ or format_of(output, is_json=chosen.json)
    if limit is None:
        limit = _ROWS_SHOWN if format_ == "table" and output is None else _ROWS_WRITTEN
    settings = chosen.settings()
    answer = query.query(_sql_of(sql), settings, limit=limit, seconds=timeout)
    records, cells = partial(query.records_of, answer), partial(query.in_cells, answer)
    put(Listing("rows", answer.rows, records, cells, raw), format_, output, settings)
    if answer.is_cut and not chosen.quiet:
        way_out = "" if output else ", or write them to a file with -o FILE"
        click.echo(f"There are more than {limit:,} rows. Ask for more with --limit ROWS{way_out}.", err=True)


def _sql_of(sql: str) -> str:
    """The SQL of the argument, or of standard input where the argument is `-`."""
    if sql != "-":
        return os.fsencode(sql).decode("utf-8", "replace")
    with click.open_file("-", encoding="utf-8-sig") as typed:
        try:
            return str(typed.read())
        except UnicodeDecodeError as error:
            raise click.UsageError("What comes from standard input is no text. Save it as UTF-8.") from error
