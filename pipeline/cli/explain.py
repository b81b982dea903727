"""explain: the story of one device, from the cell that said it to the ownership that it made."""

from __future__ import annotations

import click

from pipeline.cli.options import Globals, global_options, setting


@click.command()
@click.argument("serial")
@click.option("--org", metavar="ORG", help="Only in this organization.")
@setting("wait")
@global_options
@click.pass_context
def explain(context: click.Context, /, serial: str, org: str | None, wait: float | None) -> None:
    """Tell the whole story of a device.

    Which cell of which file, by which rule and which line of which plan, led to each event and each ownership.
    """
    from pipeline.cli.render import device_story
    from pipeline.runs import explain

    chosen: Globals = context.obj
    story = explain.explain(serial, org, chosen.settings(wait=wait))
    if chosen.json:
        click.echo(device_story.story_json(serial, story))
    else:
        device_story.print_story(serial, story)
