"""sweep: take every file of a drop folder, and archive or refuse it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import PATH, Globals, engine_options, global_options, writing_options


@click.command(epilog="Example: rollcall sweep inbox")
@click.argument("inbox", type=PATH, metavar="INBOX")
@engine_options
@writing_options
@global_options
@click.pass_context
def sweep(context: click.Context, /, inbox: Path, **options: Any) -> None:
    """Take every file that lies in INBOX and its folders, and bring the ledger in line with each.

    A file is taken once nobody writes to it any more. It ends in the archive, or in the folder `refused` with the
    reason beside it. Files in INBOX/full say how everything shall be, all of them together. A folder may have a
    rollcall.toml of its own that says what its files mean. What a stopped sweep has begun is finished first.
    """
    from pipeline.cli.render import log
    from pipeline.cli.render.swept_files import swept_json, swept_lines
    from pipeline.runs.sweep import sweep

    chosen: Globals = context.obj
    log.configure("sweep", is_quiet=chosen.quiet or sys.stderr.isatty())
    settings = chosen.settings(**options)
    with chosen.stages() as stages:
        swept = sweep.sweep(inbox, settings, stages)
    if chosen.json:
        click.echo(swept_json(swept))
    elif not chosen.quiet:
        for line in swept_lines(swept):
            click.echo(line)
    context.exit(swept.exit_code)
