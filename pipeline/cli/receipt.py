"""receipt: what a run handed over and took back, by person, to be signed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import PATH, Globals, global_options, setting
from pipeline.cli.render.formats import REPORT_FORMATS, Listing, format_of, print_or_write, put

if TYPE_CHECKING:
    from pipeline.model import Receipts
    from pipeline.settings import Settings


@click.command(epilog="Example: rollcall receipt --run last -o receipt.html")
@click.option("--run", "run", required=True, metavar="RUN_ID|last", help="The run; `last`: the last one with any.")
@click.option("--owner", metavar="EMAIL", help="Only the receipt of this person.")
@click.option("--org", metavar="ORG", help="Only this organization.")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Write to a file: .html, .xlsx, .json, .csv, .parquet.")
@click.option("--format", "format_", type=click.Choice(REPORT_FORMATS), help="How.  [table; what -o says]")
@setting("wait")
@global_options
@click.pass_context
def receipt(
    context: click.Context,
    /,
    run: str,
    owner: str | None,
    org: str | None,
    output: Path | None,
    format_: str | None,
    wait: float | None,
) -> None:
    """Make receipts to sign: what a run handed over to each person, and what came back.

    Each has the terms that were set when the run was made (`[receipts]` in the settings), also when it is made again
    later. A page (`-o FILE.html`) prints each person on pages of their own, a workbook has a sheet for each.
    """
    from pipeline.runs.receipts.receipt import receipts

    chosen: Globals = context.obj
    settings = chosen.settings_of_ledger(wait=wait)
    form = format_ or format_of(output, REPORT_FORMATS, is_json=chosen.json)
    _put(receipts(run, settings, owner=owner, org=org), form, output, settings)


def _put(made: Receipts, form: str, output: Path | None, settings: Settings) -> None:
    from pipeline.cli.render.report import outputs_json
    from pipeline.runs.receipts import receipt

    count = len(made.receipts)
    said = f"{count:,} {'receipt' if count == 1 else 'receipts'}"
    if form in {"html", "xlsx"}:
        write = receipt.write_page if form == "html" else receipt.write_workbook
        path = write(made, output or Path(f"receipt.{form}"), settings)
        click.echo(f"{said}: {path}", err=True)
    elif form == "json":
        told = outputs_json("receipt", {}, run_id=made.run_id, receipts=receipt.receipts_object(made))
        print_or_write(told, said, output, settings)
    else:
        put(Listing("rows", made.lines, first=_FIRST, timezone=made.timezone), form, output, settings)


_FIRST = ("owner_email", "what", "serial_number", "asset_tag", "name", "type", "start_time", "end_time", "due_at")
