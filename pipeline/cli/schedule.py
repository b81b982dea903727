"""schedule: print what a scheduler needs to sweep a drop folder every night, or say whether the last night ran."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import PATH, Globals, global_options, setting

if TYPE_CHECKING:
    from pipeline.runs.schedule import Night, Schedule

_DID_NOT_RUN = 4


@click.command(epilog="Example: rollcall schedule inbox --at 02:00")
@click.argument("inbox", required=False, type=PATH, metavar="INBOX")
@click.option(
    "--as",
    "system",
    type=click.Choice(["systemd", "cron", "windows"]),
    help="For which scheduler.  [what this system has]",
)
@click.option("--at", default="02:00", metavar="HH:MM", help="When, by the clock of this computer.  [02:00]")
@click.option("--name", default="rollcall", metavar="NAME", help="What the schedule is called.  [rollcall]")
@setting("out")
@click.option(
    "--check", is_flag=True, help="Say whether the last night ran and every source sends; exit with 4 if not."
)
@click.option(
    "--within",
    type=click.FloatRange(min=0, min_open=True, max=24 * 366),
    metavar="HOURS",
    help="With --check: how long ago it may be.  [26]",
)
@global_options
@click.pass_context
def schedule(
    context: click.Context,
    /,
    inbox: Path | None,
    system: str | None,
    at: str,
    name: str,
    out: Path | None,
    check: bool,
    within: float | None,
) -> None:
    """Print what has INBOX swept every night, for this system's scheduler; with --check, say whether it was.

    Nothing is installed: the text says where to put it, and which commands enable it.
    """
    from pipeline.runs import schedule

    chosen: Globals = context.obj
    settings = chosen.settings(out=out)
    kind = schedule.System(system) if system else schedule.this_system()
    if check:
        period = schedule.PERIOD if within is None else timedelta(hours=within)
        night = schedule.last_night(settings, name=name, system=kind, within=period)
        _print_night(night, chosen)
        context.exit(0 if night.is_well else _DID_NOT_RUN)
    if inbox is None:
        raise click.UsageError("Name the folder that files are dropped in: rollcall schedule INBOX.", context)
    written = schedule.schedule(inbox, settings, config=chosen.config, at=at, name=name, system=kind)
    _print_schedule(written, chosen)


def _print_schedule(written: Schedule, chosen: Globals) -> None:
    if chosen.json:
        from pipeline.runs.answers.json_text import dumps

        told: dict[str, Any] = {
            "as": written.system.value,
            "name": written.name,
            "files": [{"place": file.place, "text": file.text} for file in written.files],
            "enable": written.enable,
        }
        click.echo(dumps({"ok": True, "command": "schedule", "exit_code": 0, **told}))
    else:
        click.echo(written.text, nl=False)


def _print_night(night: Night, chosen: Globals) -> None:
    if chosen.json:
        from pipeline.runs.answers.json_text import dumps

        click.echo(dumps(_night_object(night)))
    elif not (night.is_well and chosen.quiet):
        click.echo(f"{night.said} {night.hint}".rstrip())


def _night_object(night: Night) -> dict[str, Any]:
    recorded = night.recorded
    error = {} if night.is_well else {"error": {"code": night.code, "message": night.said, "hint": night.hint}}
    return {
        "ok": night.is_well,
        "command": "schedule",
        "exit_code": 0 if night.is_well else _DID_NOT_RUN,
        "message": night.said,
        "metrics": str(night.metrics),
        "last_sweep_at": recorded.swept_at if recorded else None,
        "last_success_at": recorded.succeeded_at if recorded else None,
        "last_exit_code": recorded.exit_code if recorded else None,
        "quiet_sources": list(night.quiet),
        **error,
    }
