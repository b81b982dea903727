"""digest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.doing import watched
from pipeline.cli.options import PATH, Globals, global_options

if TYPE_CHECKING:
    from pipeline.model import Digest

_IN_JSON = 1_000


@click.command()
@click.option("-o", "--output", type=PATH, metavar="DIR", help="Also write digest.txt, digest.html and digest.xlsx.")
@click.option("--send", is_flag=True, help="Send it to the addresses of the settings.")
@click.option("--wait", type=float, metavar="SECONDS", help="How long to wait for another process.  [30]")
@global_options
@click.pass_context
def digest(context: click.Context, /, output: Path | None, send: bool, wait: float | None) -> None:
    """Tell what the last files of the drop folders say and the ledger does not, why, and since when."""
    from pipeline.cli import telling
    from pipeline.runs import digesting, notifying

    chosen: Globals = context.obj
    settings = chosen.settings(wait=wait)
    with watched(chosen) as stages:
        told = digesting.digest(settings, stages)
    if send and output is None:
        output = digesting.place_for(told, settings)
    outputs = digesting.write_digest(told, output) if output else {}
    remarks = notifying.notify(told, None, settings, outputs) if send else []
    if send and not settings.notify.urls:
        remarks = ["Nothing was sent: no address is set. Put urls into the section [notify] of rollcall.toml."]
    if chosen.json:
        click.echo(telling.outputs_json("digest", outputs, **_object(told), remarks=remarks))
        return
    if not chosen.quiet:
        click.echo(digesting.digest_text(told), nl=False)
    for remark in remarks:
        click.echo(remark, err=True)
    for path in outputs.values():
        click.echo(telling.shown(path), err=True)


def _object(told: Digest) -> dict[str, Any]:
    """The digest for programs: of each list the first thousand, and how many there are."""
    lists = {name: getattr(told, name) for name in ("sources", "differences", "refusals", "nights", "owners")}
    causes = dict(told.differences["cause"].value_counts().sort("cause").iter_rows())
    return {
        "state_version": told.state_version,
        "made_at": told.made_at,
        "causes_of_differences": causes,
        **{name: frame.head(_IN_JSON).to_dicts() for name, frame in lists.items()},
        "difference_count": told.differences.height,
        "refusal_count": told.refusals.height,
        "owner_count": told.owners.height,
    }
