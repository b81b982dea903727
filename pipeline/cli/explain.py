"""explain: tell the story of one device, from the cells of its input files to its ownerships."""

from __future__ import annotations

import click

from pipeline.cli.options import Globals, global_options, setting


@click.command()
@click.argument("identifier")
@click.option("--org", metavar="ORG", help="Only in this organization.")
@setting("wait")
@global_options
@click.pass_context
def explain(context: click.Context, /, identifier: str, org: str | None, wait: float | None) -> None:
    """Tell the whole story of a device.

    IDENTIFIER is its serial number, asset tag, MAC address or device number, or its name where no other device has it.

    Which cell of which file, by which rule and which line of which plan, led to each event and each ownership.
    """
    from pipeline.cli.render import explain_tree
    from pipeline.runs import explain

    chosen: Globals = context.obj
    story = explain.explain(identifier, org, chosen.settings(wait=wait))
    if chosen.json:
        click.echo(explain_tree.story_json(identifier, story))
    else:
        explain_tree.print_story(identifier, story)
