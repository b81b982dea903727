"""where: say which ledger and which settings are in use, and where each setting comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Globals, global_options

if TYPE_CHECKING:
    from pipeline.runs.where import Where

_DEFAULT = "default"


@click.command(epilog="Example: rollcall where --all")
@click.option("--all", "is_whole", is_flag=True, help="Every setting, also those that have their default.")
@global_options
@click.pass_context
def where(context: click.Context, /, is_whole: bool) -> None:
    """Say which ledger and which settings are in use, and where each setting comes from.

    A setting comes from an option, the environment (`ROLLCALL_...`), the settings file, or is the default.
    """
    from pipeline.cli.render import report
    from pipeline.runs import where

    chosen: Globals = context.obj
    found = where.where(chosen.settings(), {"state": chosen.state})
    if not chosen.json:
        for line in _lines(found, is_whole=is_whole):
            click.echo(line)
        return
    places = {"ledger": found.ledger, "published": found.published, "config": found.config, "nearby": found.nearby}
    outputs = {name: path for name, path in places.items() if path is not None}
    click.echo(report.outputs_json("where", outputs, settings=[asdict(one) for one in found.settings]))


def _lines(found: Where, *, is_whole: bool) -> Iterator[str]:
    yield f"Ledger: {found.ledger}"
    yield f"  {_state(found)}"
    yield f"Published copy: {found.published or 'none yet'}"
    yield f"Results: {found.results}"
    yield f"Settings file: {found.config or 'none; rollcall.toml of this folder would be read'}"
    told = [one for one in found.settings if is_whole or one.origin != _DEFAULT]
    if not told:
        yield "Every setting has its default; --all lists them."
        return
    yield "Settings:" if is_whole else "Settings that are not the default (--all lists every one):"
    width = max(len(one.name) for one in told)
    for one in told:
        yield f"  {one.name:<{width}}  {one.origin:<11}  {'' if one.value is None else one.value}".rstrip()


def _state(found: Where) -> str:
    from schemas.instants import instant_text

    if found.last_run_at is not None:
        runs = f"{found.runs:,} {'run' if found.runs == 1 else 'runs'}, the last at {instant_text(found.last_run_at)}"
        return f"state version {found.state_version}; {runs}"
    if found.nearby is not None:
        return f"not there; there is one at {found.nearby}: say --state to use it"
    return "not there yet: the first run makes it"
