"""query: ask the published copy a question in SQL."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import PATH, Globals, global_options
from pipeline.cli.render.formats import FORMATS, SCREEN, Listing, format_of, put
from pipeline.cli.render.shown_columns import chosen_columns, columns_option

if TYPE_CHECKING:
    from pipeline.intake import OwnTable

_ROWS_SHOWN, _ROWS_WRITTEN = 1_000, 1_000_000
_NAME = re.compile(r"[A-Za-z_]\w*")


def _named_files(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, Path]:
    """The files of `--with name=FILE`, by their names."""
    files: dict[str, Path] = {}
    for value in values:
        name, is_named, path = value.partition("=")
        if not is_named or not path or not _NAME.fullmatch(name):
            said = f"{value!r} does not name a table and a file; write --with budget=budget.xlsx."
            raise click.BadParameter(said, context, parameter)
        if name.casefold() in {known.casefold() for known in files}:
            raise click.BadParameter(f"two tables are called {name}.", context, parameter)
        files[name] = Path(path)
    return files


@click.command(epilog='Example: rollcall query "FROM money_by_owner" -o money.xlsx')
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
@click.option("--columns", callback=columns_option, metavar="A,B,C", help="Only these columns, in this order.")
@click.option(
    "--with",
    "files",
    multiple=True,
    callback=_named_files,
    metavar="NAME=FILE",
    help="Join a CSV, Excel or Parquet file of your own as table NAME, all of it text; may be repeated.",
)
@global_options
@click.pass_context
def query(
    context: click.Context,
    /,
    sql: str,
    *,
    format_: str | None,
    output: Path | None,
    raw: bool,
    limit: int | None,
    timeout: float,
    columns: tuple[str, ...] | None,
    files: dict[str, Path],
) -> None:
    """Ask the published copy a question in SQL.

    It can only read what is published, and the files that you name with --with: no other file, no network. `-` reads
    the question from standard input. A table that is too wide for the terminal has one line per value; see --columns.

    \b
      rollcall query "SELECT owner_email, count(*) FROM current_ownerships GROUP BY ALL"
      rollcall query "SHOW TABLES"
      rollcall query "FROM money_by_owner" -o money.xlsx
      rollcall query "FROM devices JOIN lent USING (serial_number)" --with lent=lent.xlsx
    """  # noqa: D301 - \b is Click's mark for text that is not to be wrapped
    from pipeline.runs import query

    chosen: Globals = context.obj
    format_ = format_ or format_of(output, FORMATS, is_json=chosen.json)
    if limit is None:
        limit = _ROWS_SHOWN if format_ in SCREEN and output is None else _ROWS_WRITTEN
    settings = chosen.settings()
    beside = query.read_tables(files, settings)
    answer = query.query(_sql_of(sql), settings, limit=limit, seconds=timeout, beside=beside)
    answer = query.only_columns(answer, chosen_columns(columns, answer.rows.columns))
    records, cells = partial(query.records_of, answer), partial(query.in_cells, answer)
    put(Listing("rows", answer.rows, records, cells, raw, keeps_names=True), format_, output, settings)
    _tell_other_sheets({} if chosen.quiet else beside)
    if answer.is_cut and not chosen.quiet:
        way_out = "" if output else ", or write them to a file with -o FILE"
        click.echo(f"There are more than {limit:,} rows. Ask for more with --limit ROWS{way_out}.", err=True)


def _tell_other_sheets(beside: Mapping[str, OwnTable]) -> None:
    for name, table in beside.items():
        if table.others:
            click.echo(f"{name} is the sheet {table.sheet}; not read: {', '.join(table.others)}.", err=True)


def _sql_of(sql: str) -> str:
    """The SQL of the argument, or of standard input where the argument is `-`."""
    if sql != "-":
        return os.fsencode(sql).decode("utf-8", "replace")
    with click.open_file("-", encoding="utf-8-sig") as typed:
        try:
            return str(typed.read())
        except UnicodeDecodeError as error:
            raise click.UsageError("What comes from standard input is no text. Save it as UTF-8.") from error
