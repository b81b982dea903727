"""lake: a ledger from a file to tables that a cluster works on, and back; their upkeep; a cluster of one machine."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import PATH, Globals, global_options, setting

_WEEK = 168


@click.group(epilog="Example: rollcall lake import rollcall.duckdb --state lake:fleet")
@global_options
def lake() -> None:
    """Keep the ledger in a lake: in tables (Delta) that several machines can work on.

    The lake is what --state names: a folder, as lake:fleet, or a place of an object store, as lake:s3://bucket/fleet.
    """


@lake.command("import", epilog="Example: rollcall lake import rollcall.duckdb --state lake:fleet")
@click.argument("file", type=PATH)
@setting("wait")
@global_options
@click.pass_context
def import_(context: click.Context, /, file: Path, wait: float | None) -> None:
    """Write the ledger of a file to a lake that has none yet. The file stays as it is."""
    from pipeline.runs.lake import copies

    chosen: Globals = context.obj
    settings = chosen.settings_of_lake(wait=wait)
    rows = copies.import_file(file, settings)
    said = f"{rows:,} rows of {file} are in {settings.ledger.called}."
    _tell(chosen, "lake import", {"lake": settings.state}, said, rows_copied=rows)


@lake.command(epilog="Example: rollcall lake export rollcall.duckdb --state lake:fleet")
@click.argument("file", type=PATH)
@setting("wait")
@global_options
@click.pass_context
def export(context: click.Context, /, file: Path, wait: float | None) -> None:
    """Write the ledger in a lake to a new file. The lake stays as it is."""
    from pipeline.runs.lake import copies

    chosen: Globals = context.obj
    settings = chosen.settings_of_lake(wait=wait)
    rows = copies.export_file(file, settings)
    said = f"{rows:,} rows of {settings.ledger.called} are in {file}."
    _tell(chosen, "lake export", {"ledger": file}, said, rows_copied=rows)


@lake.command(epilog="Example: rollcall lake tidy --state lake:fleet")
@click.option(
    "--hours",
    type=click.IntRange(1),
    default=_WEEK,
    show_default=True,
    help="Keep files that runs have replaced for so long: whoever began to read before may still need them.",
)
@setting("wait")
@global_options
@click.pass_context
def tidy(context: click.Context, /, hours: int, wait: float | None) -> None:
    """Make big files of the small ones that runs leave, and remove those that nobody reads any more."""
    from pipeline.runs.lake import copies

    chosen: Globals = context.obj
    settings = chosen.settings_of_lake(wait=wait)
    done = copies.tidy(settings, hours=hours)
    files = f"had {done.before:,} files, and has {done.after:,}; {done.removed:,} old ones are gone"
    said = f"{settings.ledger.called} {files}."
    _tell(chosen, "lake tidy", {}, said, before=done.before, after=done.after, removed=done.removed)


@lake.command(epilog="Example: rollcall lake serve")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=50051, show_default=True, help="The port; 0 for any that is free."
)
@global_options
@click.pass_context
def serve(context: click.Context, /, port: int) -> None:
    """Run an engine for big ledgers (Sail) on this machine, until stopped with Ctrl-C.

    It speaks Spark Connect, as a cluster does, and listens to programs of this machine alone. It touches no ledger.
    """
    from pipeline.runs.lake import cluster

    chosen: Globals = context.obj

    def tell(address: str) -> None:
        if chosen.json:
            from pipeline.cli.render import report

            click.echo(report.outputs_json("lake serve", {}, spark_remote=address))
        elif not chosen.quiet:
            click.echo(f"Sail listens at {address}. To decide with it: --engine spark --spark-remote {address}")
            click.echo(f'  or in rollcall.toml: [spark] remote = "{address}". Ctrl-C ends it.')

    cluster.serve(port, tell=tell)


def _tell(chosen: Globals, command: str, places: dict[str, Path], said: str, **more: int) -> None:
    if chosen.json:
        from pipeline.cli.render import report

        click.echo(report.outputs_json(command, places, **more))
    elif not chosen.quiet:
        click.echo(said)
