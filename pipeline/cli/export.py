"""export: write the current state as a workbook, to be changed and loaded again."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import PATH, Globals, global_options, setting
from schemas.vocabulary import SINGLE_KINDS, Kind


@click.command(epilog="Example: rollcall export -o ledger.xlsx")
@click.option("-o", "--output", type=PATH, metavar="FILE.xlsx", required=True, help="The workbook to write.")
@click.option("--org", metavar="ORG", help="Only this organization.")
@click.option("--kind", type=click.Choice([kind.value for kind in SINGLE_KINDS]), help="Only the sheet of that kind.")
@click.option("--as", "form", type=click.Choice([Kind.REGISTER.value]), help="One sheet: devices, and who has them.")
@setting("wait")
@global_options
@click.pass_context
def export(
    context: click.Context, /, output: Path, org: str | None, kind: str | None, form: str | None, wait: float | None
) -> None:
    """Write the current state as a workbook: change it, and load it with `rollcall run`.

    It has the devices, who has them, and a sheet People where more is known of somebody than an address and a name.

    Loaded as it is, it changes nothing. What you did not touch is left alone when it comes back, also where the
    ledger has changed since; what both have changed is rejected, and both are shown.
    """
    from pipeline.runs import export

    if form and kind:
        raise click.UsageError(
            "Give --kind for one of the sheets, or --as register for devices and holders in one, not both."
        )
    wanted = next((Kind(word) for word in (form, kind) if word), None)
    chosen: Globals = context.obj
    settings = chosen.settings_of_ledger(wait=wait)
    with chosen.stages() as stages:
        exported = export.export(output, settings, stages, org=org, kind=wanted)
    if chosen.json:
        from pipeline.cli.render import report

        click.echo(report.outputs_json("export", {"export": exported.path}))
    elif not chosen.quiet:
        devices = "1 device" if exported.devices == 1 else f"{exported.devices:,} devices"
        people = "1 person" if exported.people == 1 else f"{exported.people:,} people"
        beside = f", and {people}" if exported.people else ""
        click.echo(f"{devices}, {exported.held:,} of them held{beside}: {exported.path}", err=True)
