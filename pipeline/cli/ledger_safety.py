"""verify, backup, restore, rebuild and publish: prove, save and renew the ledger."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import PATH, Globals, global_options, setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.errors import StoreFailed
    from pipeline.model import Proof


@click.command(epilog="Example: rollcall verify")
@click.option("--quick", is_flag=True, help="Look whether the archived files are there, but do not read them.")
@setting("wait")
@global_options
@click.pass_context
def verify(context: click.Context, /, quick: bool, wait: float | None) -> None:
    """Prove that the ledger is sound; write nothing.

    Its rules hold, its events give its tables when they are replayed, the totals of every run add up, the files that
    were swept lie in the archive as they were, and the published copy says the same. A backup is proved with
    `rollcall --state BACKUP verify`. Exit code 8 where something is broken.
    """
    from pipeline.runs import ledger_safety

    chosen: Globals = context.obj
    settings = chosen.settings_of_ledger(wait=wait)
    proofs = ledger_safety.verify(settings, quick=quick)
    problem = ledger_safety.unsound(proofs, settings.ledger)
    remark = None if problem else ledger_safety.unpublished(proofs, settings)
    if chosen.json:
        _print_proofs_json(proofs, problem, remark)
    elif not chosen.quiet:
        for line in _proof_lines(proofs):
            click.echo(line)
        if problem is None:
            click.echo(f"{settings.ledger.called} is sound: all {len(proofs)} proofs hold.")
    if problem is not None and not chosen.json:
        raise problem
    if remark and not (chosen.json or chosen.quiet):
        click.echo(remark, err=True)
    context.exit(problem.exit_code if problem else 0)


@click.command(epilog="Example: rollcall backup --keep 30")
@click.option("-o", "--output", type=PATH, metavar="DIR", help="The folder.  [backups, beside the ledger]")
@click.option("--keep", type=click.IntRange(min=1), metavar="N", help="Remove older backups of this ledger beyond N.")
@setting("wait")
@global_options
@click.pass_context
def backup(context: click.Context, /, output: Path | None, keep: int | None, wait: float | None) -> None:
    """Make a backup that was restored, compared and proved before it is called one."""
    from pipeline.cli.render import report
    from pipeline.runs import ledger_safety

    chosen: Globals = context.obj
    made = ledger_safety.backup(chosen.settings_of_ledger(wait=wait), folder=output, keep=keep)
    manifest, removed = made.manifest, [str(path) for path in made.removed]
    if chosen.json:
        told = {"state_version": manifest.state_version, "sha256": manifest.sha256, "removed": removed}
        click.echo(report.outputs_json("backup", {"backup": made.path}, **told))
        return
    if chosen.quiet:
        return
    size = f"{manifest.size / 1_000_000:,.1f} MB"
    click.echo(f"Backup: {made.path} ({size}, {_history_text(manifest.runs, manifest.state_version)}).")
    click.echo("It was restored, compared with the ledger table by table, and proved sound.")
    for path in removed:
        click.echo(f"Removed: {path}")


@click.command(epilog="Example: rollcall restore backups/rollcall-20250303T090000Z-v12.duckdb")
@click.argument("path", type=PATH, metavar="BACKUP")
@click.option("--set-aside", is_flag=True, help="Also where the backup does not know all runs of the present ledger.")
@setting("wait")
@global_options
@click.pass_context
def restore(context: click.Context, /, path: Path, set_aside: bool, wait: float | None) -> None:
    """Go back to a backup; the present ledger is kept under another name, and nothing is deleted."""
    from pipeline.cli.render import report
    from pipeline.runs import ledger_safety

    chosen: Globals = context.obj
    settings = chosen.settings(wait=wait)
    done, remarks = ledger_safety.restore(path, settings, set_aside=set_aside)
    places = {"state": settings.state} | ({"former": done.aside} if done.aside else {})
    if chosen.json:
        lost = [asdict(run) for run in done.lost]
        version = done.position.state_version
        click.echo(report.outputs_json("restore", places, state_version=version, not_in_backup=lost, remarks=remarks))
        return
    if not chosen.quiet:
        so_far = _history_text(done.position.runs, done.position.state_version)
        click.echo(f"Restored: {settings.state} is as it was in {path} ({so_far}).")
        _print_former_ledger(done.aside)
        if done.lost:
            click.echo("These runs are not in it. Load their files again, in this order:")
        for run in done.lost:
            click.echo(f"  {run}")
    _print_remarks(remarks)


@click.command(epilog="Example: rollcall rebuild")
@setting("wait")
@global_options
@click.pass_context
def rebuild(context: click.Context, /, wait: float | None) -> None:
    """Make the tables of the ledger anew from its events; the present ledger is kept under another name."""
    from pipeline.cli.render import report
    from pipeline.runs import ledger_safety

    chosen: Globals = context.obj
    settings = chosen.settings_of_ledger(wait=wait)
    done, remarks = ledger_safety.rebuild(settings)
    places = {"state": settings.state} | ({"former": done.aside} if done.aside else {})
    if chosen.json:
        click.echo(report.outputs_json("rebuild", places, mended=done.mended, remarks=remarks))
        return
    if not chosen.quiet:
        click.echo(f"Rebuilt: {settings.state} is made anew from its events, and sound.")
        click.echo("Its tables said the same before." if not done.mended else "What its tables said otherwise before:")
        for said in done.mended:
            click.echo(f"  {said}")
        _print_former_ledger(done.aside)
    _print_remarks(remarks)


def _history_text(runs: int, state_version: int) -> str:
    return f"{'1 run' if runs == 1 else f'{runs:,} runs'}, state version {state_version}"


def _print_former_ledger(aside: Path | None) -> None:
    if aside is not None:
        click.echo(f"The former ledger is kept: {aside}")


def _print_remarks(remarks: Sequence[str]) -> None:
    for remark in remarks:
        click.echo(remark, err=True)


def _print_proofs_json(proofs: Sequence[Proof], problem: StoreFailed | None, remark: str | None) -> None:
    from pipeline.cli.render import report

    told = [{**asdict(proof), "holds": proof.holds} for proof in proofs]
    remarks = [remark] if remark else []
    if problem is None:
        click.echo(report.outputs_json("verify", {}, proofs=told, remarks=remarks))
    else:
        click.echo(report.failure_json("verify", problem, proofs=told, remarks=remarks))


def _proof_lines(proofs: Sequence[Proof]) -> Iterator[str]:
    """One line per proof, and below a broken proof the contradictions that were found."""
    width = max(len("rows"), *(len(f"{proof.looked_at:,}") for proof in proofs))
    yield f"        {'rows':>{width}}  proof"
    for proof in proofs:
        yield f"{'holds ' if proof.holds else 'BROKEN'}  {proof.looked_at:>{width},}  {proof.name}"
        for said in proof.broken:
            yield f"        {'':>{width}}  {said}"


@click.command(epilog="Example: rollcall publish")
@click.option("--org", metavar="ORG", help="Only what is of this organization; -o says where.")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="The file for one organization, such as acme.duckdb.")
@setting("wait")
@global_options
@click.pass_context
def publish(context: click.Context, /, org: str | None, output: Path | None, wait: float | None) -> None:
    """Publish the analysts' copy: a read-only DuckDB file with views, and one Parquet file per table.

    With --org and -o, one DuckDB file with the same views, for the analysts of one organization.
    """
    from pipeline.runs import ledger_safety

    chosen: Globals = context.obj
    if (org is None) != (output is None):
        raise click.UsageError("--org and -o go together: which organization, and the file for its copy.", context)
    settings = chosen.settings_of_ledger(wait=wait)
    if org is None or output is None:
        published = ledger_safety.publish(settings)
    else:
        published = ledger_safety.publish_organization(org, output, settings)
    if chosen.json:
        from pipeline.cli.render import report

        click.echo(report.outputs_json("publish", {"published": published}))
    elif not chosen.quiet:
        click.echo(str(published))
