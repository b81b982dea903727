"""keys: who may use the HTTP API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import Globals, global_options, setting
from schemas.fields import DEFAULT_ORG
from schemas.vocabulary import Role

if TYPE_CHECKING:
    from datetime import timedelta

    from pipeline.model import Key

_NAME = "keys"


@click.group(epilog="Example: rollcall keys add --name crm --role editor")
@global_options
def keys() -> None:
    """Say who may use the ledger over HTTP: add, list or revoke keys.

    A key belongs to one organization, or is for all of them. A viewer may look; an editor may also change; an approver
    may also apply plans and undo. Keys lie beside the ledger, as digests: a key is shown once, when it is added.
    """


@keys.command(epilog="Example: rollcall keys add --name crm --org acme --role editor --expires '90 days'")
@click.option("--name", help="Who or what uses it: its writes are recorded under this name.  [its role and id]")
@click.option("--org", default=DEFAULT_ORG, show_default=True, metavar="ORG", help="The organization that it is for.")
@click.option(
    "--all-organizations",
    "sees_all",
    is_flag=True,
    help="For all organizations; --org is then that of rows that name none.",
)
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.VIEWER.value,
    show_default=True,
    help="What its holder may do.",
)
@click.option("--owner", metavar="EMAIL", help="The person whose key it is, who sees only what is his or hers.")
@click.option("--expires", metavar="SPAN", help="How long it is valid, such as '90 days'.  [for good]")
@setting("wait")
@global_options
@click.pass_context
def add(
    context: click.Context,
    /,
    name: str | None,
    org: str,
    sees_all: bool,
    role: str,
    owner: str | None,
    expires: str | None,
    wait: float | None,
) -> None:
    """Make a key, and show it this once."""
    from pipeline.runs.calls.keys import add_key

    chosen = _chosen(context)
    settings = chosen.settings_with_ledger_meant(wait=wait)
    lasts = _span(expires)
    made = add_key(settings, name=name, org=org, role=Role(role), lasts=lasts, owner=owner, sees_all=sees_all)
    if chosen.json:
        _print_json(key=made.secret, key_id=made.key.key_id)
        return
    click.echo(made.secret)
    if not chosen.quiet:
        click.echo(
            f"This is the key of {made.key.name}, {role} of {_whose(made.key)}. It is shown this once.", err=True
        )


@keys.command(name="list", epilog="Example: rollcall keys list")
@global_options
@click.pass_context
def list_(context: click.Context, /) -> None:
    """List all keys, also those that let nobody in any more."""
    from pipeline.runs.calls.keys import list_keys, standing_of

    chosen = _chosen(context)
    found = list_keys(chosen.settings())
    if chosen.json:
        _print_json(keys=[{**_shown(key), "standing": standing_of(key)} for key in found])
        return
    for line in _lines([(key, standing_of(key)) for key in found]):
        click.echo(line)


@keys.command(epilog="Example: rollcall keys revoke crm")
@click.argument("key", metavar="KEY_ID|NAME")
@setting("wait")
@global_options
@click.pass_context
def revoke(context: click.Context, /, key: str, wait: float | None) -> None:
    """Let nobody in any more with that key, from now on."""
    from pipeline.runs.calls.keys import revoke_key

    chosen = _chosen(context)
    revoked = revoke_key(chosen.settings(wait=wait), key)
    if chosen.json:
        _print_json(key_id=revoked.key_id)
    elif not chosen.quiet:
        click.echo(f"The key {revoked.key_id} of {revoked.name} is revoked.", err=True)


def _chosen(context: click.Context) -> Globals:
    chosen: Globals = context.obj
    chosen.command = _NAME
    return chosen


def _span(said: str | None) -> timedelta | None:
    from pipeline.settings.quantities import duration, usual_duration

    if said is None:
        return None
    try:
        span = duration(said)
        return usual_duration(span)  # type: ignore[arg-type]  # a text that is given is a span, or raises
    except ValueError as problem:
        raise click.BadParameter(f"{problem}", param_hint="--expires") from problem


def _shown(key: Key) -> dict[str, Any]:
    """The key without its digest, which is nobody's business."""
    return {name: value for name, value in asdict(key).items() if name != "sha256"}


def _lines(found: list[tuple[Key, str]]) -> Iterator[str]:
    from schemas.instants import instant_text

    if not found:
        yield "Nobody has a key yet: rollcall keys add --name NAME --role editor"
        return
    width = max(len(key.name) for key, _ in found)
    for key, standing in found:
        used = (
            f"last used {instant_text(key.last_used_at.replace(microsecond=0))}" if key.last_used_at else "never used"
        )
        yield f"{key.key_id}  {key.name:<{width}}  {key.role.value:<8}  {_whose(key)}  {standing}, {used}"


def _whose(key: Key) -> str:
    return "all organizations" if key.sees_all else key.org_id


def _print_json(**more: object) -> None:
    from pipeline.cli.render import report

    click.echo(report.outputs_json(_NAME, {}, **more))
