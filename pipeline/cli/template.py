"""template: write a workbook to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import PATH, Globals, global_options, setting
from schemas.vocabulary import Kind

if TYPE_CHECKING:
    from pipeline.outputs.workbooks.template import Filled

_MOST_ROWS = 1_000_000


@click.command(epilog="Example: rollcall template register -o register.xlsx")
@click.argument("kind", type=click.Choice([kind.value for kind in Kind]))
@click.option("-o", "--output", type=PATH, metavar="FILE.xlsx", required=True, help="The workbook to write.")
@click.option("--prefill", is_flag=True, help="Fill it with the current state.")
@click.option("--all-columns", is_flag=True, help="Every column there is, not only the main ones.")
@click.option(
    "--rows", type=click.IntRange(1, _MOST_ROWS), default=1000, metavar="N", help="Room for so many rows.  [1000]"
)
@click.option("--org", metavar="ORG", help="Only what this organization has to choose from.")
@setting("wait")
@global_options
@click.pass_context
def template(
    context: click.Context,
    /,
    kind: str,
    output: Path,
    prefill: bool,
    all_columns: bool,
    rows: int,
    org: str | None,
    wait: float | None,
) -> None:
    """Write a workbook to fill in, with dropdowns, checks, and a page that explains it.

    Its dropdowns offer what the ledger knows: types, places, owners. Fill it in, then `rollcall check` it.
    """
    from pipeline.runs import template

    chosen: Globals = context.obj
    settings = (chosen.settings_of_ledger if prefill else chosen.settings)(wait=wait)
    with chosen.stages() as stages:
        filled = template.template(
            Kind(kind), output, settings, stages, org=org, is_prefilled=prefill, is_whole=all_columns, room=rows
        )
    if chosen.json:
        from pipeline.cli.render import report

        click.echo(report.outputs_json("template", {"template": filled.path}))
    elif not chosen.quiet:
        click.echo(_sentence(filled, rows, is_prefilled=prefill), err=True)


def _sentence(filled: Filled, room: int, *, is_prefilled: bool) -> str:
    filled_in = f"{filled.rows:,} {'row' if filled.rows == 1 else 'rows'} filled in, " if is_prefilled else ""
    more = "more " if is_prefilled else ""
    rows = "row" if room == 1 else "rows"
    return f"{filled.columns} columns, {filled_in}room for {room:,} {more}{rows}: {filled.path}"
