"""forget: erase a person."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Globals, global_options, setting

if TYPE_CHECKING:
    from pipeline.runs.forget import Erased


@click.command(epilog="Example: rollcall forget anna@acme.example")
@click.argument("owner")
@click.option("--org", metavar="ORG", help="The organization of the person, where several know the address.")
@click.option("--yes", is_flag=True, help="Do not ask: the person is to be forgotten.")
@setting("wait")
@global_options
@click.pass_context
def forget(context: click.Context, /, owner: str, org: str | None, yes: bool, wait: float | None) -> None:
    """Erase a person from the ledger and its published copy.

    OWNER is an e-mail address, number, login or name. Addresses, numbers, logins and names become a pseudonym in every
    table, event and message; what the person held stays on record under it. This cannot be undone.
    """
    from pipeline.cli.render import report
    from pipeline.runs import forget
    from pipeline.runs.answers import objects

    chosen: Globals = context.obj
    settings = chosen.settings_of_ledger(wait=wait)
    person = forget.find_person(owner, org, settings)
    if not yes:
        _ask(person.called, person.held, is_terminal=sys.stdin.isatty() and sys.stderr.isatty() and not chosen.json)
    done = forget.forget(person, settings)
    places = [objects.shown(place) for place in done.places]
    if chosen.json:
        told = {**asdict(done), "left": list(done.left), "places": places}
        click.echo(report.outputs_json("forget", {}, **told))
    elif not chosen.quiet:
        for line in _lines(done, places):
            click.echo(line)


def _ask(called: str, held: int, *, is_terminal: bool) -> None:
    from pipeline.errors import UsageProblem

    devices = f"{held:,} {'device' if held == 1 else 'devices'}"
    said = f"{called}, who holds or held {devices}, would be erased from the ledger and its published copy for good."
    if not is_terminal:
        raise UsageProblem(said, "If that is what you mean, give --yes.", code="not_confirmed")
    click.confirm(f"{said} Go on?", abort=True, err=True)


def _lines(done: Erased, places: list[str]) -> list[str]:
    lines = [f"The person is called {done.pseudonym} from now on; run {done.run_id} records it. The ledger is sound."]
    if done.jobs:
        of_jobs = "1 job" if done.jobs == 1 else f"{done.jobs:,} jobs"
        lines.append(f"The files of {of_jobs} over HTTP, and what came of them, were removed.")
    if done.left:
        lines.append(f"Still named in: {', '.join(done.left)}. That is where files are called by the name.")
    if places:
        lines += ["These are outside the ledger and may still hold the person; they are yours to clear:"]
        lines += [f"  {place}" for place in places]
    return lines
