"""map: show how each column of a file is read, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import PATH, Globals, global_options, reading_options

_UNUSABLE = 3


@click.command("map")
@click.argument("file", type=PATH, metavar="FILE")
@reading_options
@global_options
@click.pass_context
def map_(context: click.Context, /, file: Path, **options: Any) -> None:
    """Show how each column of a file is read, and why; nothing is written to the ledger.

    Of each column: the field that it is read as, three of its values, and how many of its cells could be read.
    """
    from pipeline.cli.render import file_map
    from pipeline.runs import map as maps

    chosen: Globals = context.obj
    settings = chosen.settings(**options)
    with chosen.stages() as stages:
        found = maps.map_file(file, settings, stages)
    code = 0 if found.is_usable else _UNUSABLE
    if chosen.json:
        click.echo(file_map.as_json(found, code))
    elif not chosen.quiet:
        for line in file_map.lines(found):
            click.echo(line)
    for line in file_map.problems(found) if not chosen.json else ():
        click.echo(line, err=True)
    context.exit(code)
