"""digest: print, write or send the differences between the drop folders and the ledger."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import PATH, Globals, global_options, setting
from pipeline.errors import UsageProblem

if TYPE_CHECKING:
    from pipeline.model import Digest
    from pipeline.settings import Settings

_ROWS_IN_JSON = 1_000
_NOT_ALL_SENT = 4


@click.command(epilog="Example: rollcall digest -o digest")
@click.option("-o", "--output", type=PATH, metavar="DIR", help="Also write digest.txt, digest.html and digest.xlsx.")
@click.option("--send", is_flag=True, help="Send it to the addresses of the settings.")
@setting("wait")
@global_options
@click.pass_context
def digest(context: click.Context, /, output: Path | None, send: bool, wait: float | None) -> None:
    """Tell what the last files of the drop folders say and the ledger does not, why, and since when."""
    from pipeline.cli.render import log
    from pipeline.runs.digest import digest, notify, places

    chosen: Globals = context.obj
    log.configure("digest", is_quiet=chosen.quiet or sys.stderr.isatty())
    settings = chosen.settings_of_ledger(wait=wait)
    if send:
        _refuse_sending_to_nobody(settings)
    with chosen.stages() as stages:
        told = digest.digest(settings, stages)
    if send and output is None:
        output = places.place_for(told.made_at, settings)
    outputs = digest.write_digest(told, output) if output else {}
    remarks = notify.notify(told, None, settings, outputs) if send else []
    code = _NOT_ALL_SENT if remarks else 0
    _print_digest(chosen, told, outputs, remarks, code)
    context.exit(code)


def _refuse_sending_to_nobody(settings: Settings) -> None:
    if not settings.notify.urls:
        raise UsageProblem(
            "Nothing was sent: no address is set.", "Put urls into the section [notify] of rollcall.toml."
        )


def _print_digest(chosen: Globals, told: Digest, outputs: dict[str, Path], remarks: list[str], code: int) -> None:
    """Print the digest on standard output, and failures to send it and the paths of its files on standard error."""
    from pipeline.cli.render import report
    from pipeline.runs.answers import objects
    from pipeline.runs.digest import digest

    if chosen.json:
        click.echo(report.outputs_json("digest", outputs, **_digest_object(told), remarks=remarks, exit_code=code))
        return
    if not chosen.quiet:
        click.echo(digest.digest_text(told), nl=False)
    for remark in remarks:
        click.echo(remark, err=True)
    for path in outputs.values():
        click.echo(objects.shown(path), err=True)


def _digest_object(told: Digest) -> dict[str, Any]:
    """The digest as an object for JSON: the first thousand rows of each list, and the number of all rows."""
    lists = {
        name: getattr(told, name)
        for name in ("sources", "differences", "refusals", "overdue", "leavers", "quiet", "nights", "owners")
    }
    causes = dict(told.differences["cause"].value_counts().sort("cause").iter_rows())
    return {
        "state_version": told.state_version,
        "made_at": told.made_at,
        "causes_of_differences": causes,
        **{name: frame.head(_ROWS_IN_JSON).to_dicts() for name, frame in lists.items()},
        "difference_count": told.differences.height,
        "refusal_count": told.refusals.height,
        "overdue_count": told.overdue.height,
        "leaver_count": told.leavers["owner_email"].n_unique(),
        "leaver_device_count": told.leavers.height,
        "owner_count": told.owners.height,
    }
